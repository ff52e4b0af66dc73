/** The commands of the page, executed: kubectl is played, and answers with the Secrets that are there. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/dist';
import { kindOf } from '../support/kubernetes';
import { committed } from '../systems/committed';

const page = readFileSync(join(ROOT, 'docs/systems/dokploy-saas.md'), 'utf8');
const [, development = ''] = page.split('\n## development\n');
const [, part = ''] = development.split('\n### On your own machine\n');
const blocks = [...part.split('\n### ')[0]!.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text!);
const at = committed('dokploy-saas/development');

/** Names of the namespace, and of Secrets as they are asked for; others end in an error. */
const KUBECTL = `kubectl() {
  case "$3" in
    port-forward) ;;
    get) test "$7" = 'jsonpath={.data.password}' && printf 'password-of-%s' "$5" | base64 ;;
  esac
}`;
const run = (program: string) =>
  execFileSync('sh', ['-euc', `${KUBECTL}\n${blocks[0]}\n${program}\nenv -0`], {
    env: { PATH: process.env.PATH },
  })
    .toString()
    .split('\0');

describe("on a machine of one's own", () => {
  test.each([
    ['web', ['DATABASE_URL', 'REDIS_URL', 'S3_SECRET_ACCESS_KEY']],
    ['worker', ['DATABASE_URL', 'REDIS_URL', 'S3_SECRET_ACCESS_KEY']],
    ['migrations', ['DATABASE_URL']],
  ])('%s is told where everything is, with its own passwords', (name, wanted) => {
    const block = blocks.find((text) => text.includes(`postgres-${name} `))!;
    const variables = Object.fromEntries(
      run(block).map((line) => line.split(/=([\s\S]*)/) as [string, string]),
    );
    expect(Object.keys(variables)).toEqual(expect.arrayContaining(wanted));
    expect(variables.DATABASE_URL).toMatch(
      new RegExp(`^postgresql://${name}:password-of-postgres-${name}@localhost:5432/app`),
    );
  });

  test('every Secret that it asks for is made here', () => {
    const made = kindOf(at.objects, 'ExternalSecret').map(
      ({ spec }) => (spec as { target: { name: string } }).target.name,
    );
    const asked = [...part.matchAll(/\$\(secret (\S+) password\)/g)].map(([, name]) => name);
    expect(asked).toHaveLength(7);
    expect(asked.filter((name) => !made.includes(name!))).toEqual([]);
  });

  test('its accounts and buckets are made', () => {
    const acl = kindOf(at.objects, 'ConfigMap')
      .flatMap(({ data = {} }) => Object.values(data))
      .join('\n');
    expect(acl).toMatch(/^user web on /m);
    expect(acl).toMatch(/^user worker on /m);
    expect(acl).toContain('mc admin user add local web');
    expect(acl).toContain('mc mb --ignore-existing local/uploads');
  });

  test('nobody is let in', () => {
    const open = kindOf(at.objects, 'NetworkPolicy').filter(
      ({ spec }) => (spec as { ingress?: unknown[] }).ingress !== undefined,
    );
    expect(open).toEqual([]);
    expect(kindOf(at.objects, 'Gateway')).toEqual([]);
  });
});
