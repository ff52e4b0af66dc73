/** Asks a database whether it has all migrations that an image brings. */
import type { ConfigFile } from '../../model/component';

export const APPLIED_SCRIPT = '/etc/prisma/applied.cjs';

/**
 * A file that ends well only when each folder of migrations is in Prisma's own table as finished. A database that is
 * ahead counts as well: an older version that is started again must not wait for ever.
 */
export const applied = (migrations: string): ConfigFile => ({
  path: APPLIED_SCRIPT,
  content: `// Ends well only when every migration of this image is finished in the database.
const { readdirSync } = require('node:fs');
const { createRequire } = require('node:module');

// The packages of the image, whose folder this starts in.
const { PrismaClient } = createRequire(process.cwd() + '/')('@prisma/client');

async function main() {
  const client = new PrismaClient();
  try {
    const rows = await client.$queryRawUnsafe(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const done = new Set(rows.map((row) => row.migration_name));
    const wanted = readdirSync('${migrations}', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    const missing = wanted.filter((name) => !done.has(name));
    if (missing.length > 0) throw new Error('not applied: ' + missing.join(', '));
  } finally {
    await client.$disconnect();
  }
}

main().catch((error) => {
  console.error(String(error.message).split('\\n').at(-1));
  process.exit(1);
});
`,
});
