#!/usr/bin/env node
// Stands in for Prisma, whose engine is in no package registry: migrations with its table and its lock, and a client
// that asks raw questions. Names and numbers: prisma/prisma-engines, schema-engine/connectors/sql-schema-connector.
const { createHash, randomUUID } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { Client } = createRequire('/opt/lab/')('pg');

const LOCK = 72707369;
// The image says where they are.
const MIGRATIONS = process.env.LAB_MIGRATIONS ?? '/app/.wasp/build/db/migrations';

function connect() {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('Environment variable not found: DATABASE_URL.');
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new Error('the URL must start with the protocol `postgresql://`');
  // `require` looks at no certificate (prisma.io/docs, PostgreSQL connector: sslaccept).
  const connectionString = url.includes('sslmode=') ? `${url}&uselibpqcompat=true` : url;
  return new Client({ connectionString, connectionTimeoutMillis: 10_000 });
}

class PrismaClient {
  async $queryRawUnsafe(text, ...values) {
    this.client ??= connect();
    this.connected ??= this.client.connect();
    await this.connected;
    return (await this.client.query(text, values)).rows;
  }
  async $disconnect() {
    if (this.connected) await this.client.end();
  }
}

async function deploy() {
  const client = connect();
  await client.connect();
  await client.query("SET lock_timeout = '10s'");
  await client.query(`SELECT pg_advisory_lock(${LOCK})`);
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
    migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0)`);
  for (const entry of readdirSync(MIGRATIONS, { withFileTypes: true }).filter((one) => one.isDirectory())) {
    const sql = readFileSync(join(MIGRATIONS, entry.name, 'migration.sql'), 'utf8');
    const done = await client.query('SELECT 1 FROM _prisma_migrations WHERE migration_name = $1', [
      entry.name,
    ]);
    if (done.rowCount > 0) continue;
    await client.query(sql);
    const row = [randomUUID(), createHash('sha256').update(sql).digest('hex'), entry.name];
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      row,
    );
    console.log(`Applied ${entry.name}`);
  }
  await client.end();
}

module.exports = { PrismaClient };

if (require.main === module) {
  const asked = process.argv.slice(2).join(' ');
  const ended = (error) => {
    console.error(String(error.message));
    process.exit(1);
  };
  if (asked.startsWith('migrate deploy')) deploy().catch(ended);
  else if (asked === 'db seed')
    process.exit(spawnSync('node', ['bundle/dbSeed.js'], { stdio: 'inherit' }).status ?? 1);
  else ended(new Error(`this stand-in for prisma does not know "${asked}"`));
}
