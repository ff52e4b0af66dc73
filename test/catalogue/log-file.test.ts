import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nestjs } from '../../catalogue/nestjs';
import { logFolder, logFollower } from '../../catalogue/parts/log-file';
import { podTemplate } from '../../charts/parts/pod';
import { APP, component, plan } from './fixture';

const LOG = { path: '/app/logs/combined.log', size: '64Mi' } as const;
const program = nestjs({
  image: APP.image,
  resources: APP.resources,
  description: 'Program',
  port: 3000,
  liveness: '/live',
  readiness: '/ready',
  logFile: LOG,
});
const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200 && !isSo(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
};

describe('a log in a file', () => {
  it('is followed by a container that has the same folder, which goes with the pod', () => {
    const planned = plan({ program });
    const { spec } = podTemplate(planned, component(planned, 'program'));
    const mounts = spec!.containers.map(({ name, volumeMounts = [] }) => [
      name,
      volumeMounts.find(({ mountPath }) => mountPath === '/app/logs')?.name,
    ]);
    expect(mounts).toEqual([
      ['program', 'scratch-app-logs'],
      ['logs', 'scratch-app-logs'],
    ]);
    const [volume] = spec!.volumes!.filter(({ name }) => name === 'scratch-app-logs');
    expect(volume!.emptyDir!.sizeLimit!.value).toBe('64Mi');
    expect(logFolder({ path: LOG.path }).size).toBe('128Mi');
  });

  it('is shown whatever becomes of the file, and never fills its folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'phasewise-logs-'));
    const script = logFollower(LOG).files![0]!.content;
    expect(script).toContain('-gt 32768 ]');
    const shown: string[] = [];
    const sped = script
      .replace('/app/logs', folder)
      .replace('sleep 5', 'sleep 0.2')
      // It looks again at a link after five times a second in which nothing came.
      .replace('tail ', 'tail -s 0.1 ')
      .replaceAll('32768', '512');
    const shell = spawn('sh', ['-c', sped], { detached: true });
    shell.stdout.on('data', (data) => shown.push(String(data)));
    try {
      const [first, second] = ['combined-1.log', 'combined-2.log'].map((name) => join(folder, name));
      const link = join(folder, 'combined.log');
      writeFileSync(first!, 'one\n');
      symlinkSync(first!, link);
      await until(() => shown.join('').includes('one'));
      // A new day: the name leads to another file.
      writeFileSync(second!, 'two\n');
      unlinkSync(link);
      symlinkSync(second!, link);
      await until(() => shown.join('').includes('two'));
      // More than half of the folder: the old one goes, the new one is cut, and what comes then is shown.
      appendFileSync(second!, `${'x'.repeat(1023)}\n`.repeat(600));
      await until(() => statSync(second!).size === 0);
      expect(readdirSync(folder).sort()).toEqual(['combined-2.log', 'combined.log']);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      appendFileSync(second!, 'three\n');
      await until(() => shown.join('').includes('three'));
      expect(
        shown
          .join('')
          .split('\n')
          .filter((line) => /^[a-z]{3,5}$/.test(line)),
      ).toEqual(['one', 'two', 'three']);
      const ended = new Promise((resolve) => shell.once('exit', resolve));
      shell.kill('SIGTERM');
      expect(await ended).toBe(0);
    } finally {
      // With what it has started, as a container's end does.
      process.kill(-shell.pid!, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  }, 30_000);
});
