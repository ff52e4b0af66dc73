import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fastapi } from '../../catalogue/fastapi';
import { nginxGateway } from '../../catalogue/nginx-gateway';
import { ollama } from '../../catalogue/ollama';
import { APP, component, file, plan } from './fixture';

const image = { repository: 'example.com/models', tag: '2026.11.1' };

describe('ollama', () => {
  const planned = component(
    plan({ ollama: ollama({ models: image, loaded: ['small:1b', 'embed'], room: '4Gi' }) }),
    'ollama',
  );
  const warming = planned.sidecars.find(({ name }) => name === 'setup')!.command!;

  it('is ready when all its models are loaded, by whatever number the server lists them', () => {
    const { check } = planned.probes!.readiness as { check: { exec: readonly string[] } };
    expect(check.exec.slice(-2)).toEqual(['small:1b', 'embed']);
    expect(warming[2]).toContain('ollama run "small:1b" "" >/dev/null && ollama run "embed" "" >/dev/null');
  });

  it('loads them again when its container alone was started again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'phasewise-ollama-'));
    const state = join(folder, 'loaded');
    const play = (name: string, script: string) =>
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    play('ollama', `case $1 in ps) cat ${state} ;; run) echo "$2 1 GB" >> ${state} ;; esac`);
    play('sleep', 'exec /bin/sleep 0.05');
    const [shell = '', ...words] = warming;
    const child = spawn(shell, words, { env: { PATH: `${folder}:/usr/bin:/bin` }, stdio: 'ignore' });
    const there = () => (existsSync(state) ? readFileSync(state, 'utf8') : '');
    const both = 'small:1b 1 GB\nembed 1 GB\n';
    try {
      await expect.poll(there, { timeout: 10_000 }).toBe(both);
      rmSync(state);
      await expect.poll(there, { timeout: 10_000 }).toBe(both);
      // Nobody loads what is loaded.
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(there()).toBe(both);
    } finally {
      child.kill();
      rmSync(folder, { recursive: true });
    }
  });

  it('asks nobody for anything: models come as an image, and nothing is tidied away', () => {
    expect(planned.scratch).toContainEqual({ mountPath: '/models', size: '4Gi', from: image });
    expect(planned.env).toEqual(
      expect.arrayContaining([
        { name: 'OLLAMA_MODELS', value: '/models' },
        { name: 'OLLAMA_NO_CLOUD', value: '1' },
        { name: 'OLLAMA_KEEP_ALIVE', value: '-1' },
      ]),
    );
  });
});

describe('fastapi', () => {
  it('lets the longest answer come to its end when its pod ends', () => {
    const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } } as const;
    const api = fastapi({ image, resources, description: 'API', longestAnswer: 120 });
    expect(api.shutdown).toEqual({ grace: 135, preStop: 10 });
    expect(api.args).toContain('--timeout-graceful-shutdown=120');
  });
});

describe('a gateway of a product', () => {
  const gateway = (to: string, traced?: number) =>
    nginxGateway({
      traced,
      description: 'API',
      auth: { by: 'auth', path: '/verify' },
      paths: { '/chat': { to } },
      perAddress: { requests: 100, per: 'minute', burst: 20 },
      perToken: { requests: 2, per: 'second', burst: 4 },
    });
  const around = (to: string, traced?: number) =>
    plan(
      { gateway: gateway(to, traced), auth: READY, chat: READY },
      { flows: ['auth', 'chat'].map((one) => ({ from: 'gateway', to: one })) },
    );
  const READY = {
    ...APP,
    probes: { readiness: { check: { http: '/', port: 'http' } } },
    shutdown: { grace: 30, preStop: 5 },
  };

  it('asks where its flows lead, and counts as it is told', () => {
    const config = file(component(around('chat'), 'gateway'), '/etc/nginx/nginx.conf');
    expect(config).toContain('proxy_pass http://auth:8080/verify;');
    expect(config.match(/proxy_pass http:\/\/chat:8080;/g)).toHaveLength(2);
    expect(config).toContain('zone=client:10m rate=100r/m;');
    expect(config).toContain('zone=user:20m rate=2r/s;');
  });

  it('passes on what clients say of traces, unless it begins them', () => {
    const config = (traced?: number) =>
      file(component(around('chat', traced), 'gateway'), '/etc/nginx/nginx.conf');
    expect(config()).not.toMatch(/trace/);
    expect(config(2.5)).toContain('2.5% 01;');
    expect(config(2.5).match(/proxy_set_header traceparent \$trace;/g)).toHaveLength(3);
    for (const traced of [0, 101]) expect(() => around('chat', traced)).toThrow(/cannot trace/);
  });

  it('is refused where it has no flow to what it is to ask', () => {
    expect(() => around('caht')).toThrow(/'gateway' has no flow to 'caht'. Did you mean 'chat'\?/);
  });
});
