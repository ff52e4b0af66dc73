import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeScript } from '../../catalogue/parts/node-stream';
import { must } from '../../tools/lab/exec';

/** As its job runs a dump, and a reader who is slow, as one is on a busy machine. */
const PLAYED = `cd "$1" && mkfifo pipe && { (sleep 1; cat) < pipe | { sleep 1; wc -c; } & } && sh -eu dump.sh > pipe; wait`;

test('a dump ends when its last bytes have gone, however slowly they are read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-stream-'));
  try {
    const program = `async function main() {
      for (let part = 0; part < 40; part += 1) if (!process.stdout.write(Buffer.alloc(65536))) await once(process.stdout, "drain");
      for (let part = 0; part < 3; part += 1) if (!process.stdout.write(Buffer.alloc(4096))) await once(process.stdout, "drain");
    }`;
    writeFileSync(join(folder, 'dump.sh'), nodeScript(program));
    expect(Number(await must('sh', ['-c', PLAYED, 'sh', folder]))).toBe(40 * 65536 + 3 * 4096);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
