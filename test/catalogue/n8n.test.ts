import { describe, expect, it } from 'vitest';
import { minio } from '../../catalogue/minio';
import { mongodb } from '../../catalogue/mongodb';
import { N8N_WEBHOOKS, n8n } from '../../catalogue/n8n';
import { rabbitmq } from '../../catalogue/rabbitmq';
import { secretReferences } from '../../model/validate/logins';
import { APP, clientOf, component, configured, file, plan, variable } from './fixture';

const OWNER = 'owner@example.com';
const flows = n8n({ volume: '1Gi', owner: OWNER });
const planned = (changes = {}) => component(plan({ flows }, changes), 'flows');
const webhooks = N8N_WEBHOOKS.map((path) => ({ host: 'hooks', to: 'flows', path }));

describe('n8n', () => {
  it('never runs twice: its database is a file with one writer', () => {
    expect(() => planned({ overrides: { flows: { replicas: 2 } } })).toThrow(/'flows' can only run once/);
  });

  it('has its owner before anybody can ask: the first visitor would become it', () => {
    expect(variable(planned(), 'N8N_INSTANCE_OWNER_MANAGED_BY_ENV')).toBe('true');
    expect(variable(planned(), 'N8N_INSTANCE_OWNER_EMAIL')).toBe(OWNER);
    expect(planned().env).toContainEqual({
      name: 'N8N_INSTANCE_OWNER_PASSWORD_HASH',
      from: { secret: 'flows-owner', key: 'bcrypt' },
    });
  });

  it('divides its memory between the two processes in its container', () => {
    const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } };
    const sized = planned({ overrides: { flows: { resources } } });
    expect(variable(sized, 'NODE_OPTIONS')).toBe('--max-old-space-size=1024');
    expect(variable(sized, 'N8N_RUNNERS_MAX_OLD_SPACE_SIZE')).toBe('512');
  });
});

describe('an n8n that is saved', () => {
  const CLIENTS = [clientOf('store-backup', 'backup'), clientOf('store-restore', 'restore')];
  const { command, files = [], sidecars = [] } = configured(flows, CLIENTS);
  const [copies] = sidecars;

  it('is asked by one password for copies and by another for the way back; neither stands in a file of ours', () => {
    const accounts = copies!.files!.find(({ path }) => path === '/etc/n8n/copies.json')!;
    expect(JSON.parse(accounts.content)).toEqual({
      GET: '${STORE_BACKUP_PASSWORD}',
      PUT: '${STORE_RESTORE_PASSWORD}',
    });
    expect(accounts.secrets).toEqual({
      STORE_BACKUP_PASSWORD: { secret: 'store-store-backup', key: 'password' },
      STORE_RESTORE_PASSWORD: { secret: 'store-store-restore', key: 'password' },
    });
    expect(files.map(({ path }) => path)).not.toContain('/etc/n8n/copies.json');
    // Whoever asks the port for something else has no method.
    const [other] = configured(flows, [clientOf('app')]).sidecars!;
    expect(JSON.parse(other!.files![1]!.content)).toEqual({});
  });

  it('takes what came back before it starts, and has room for one copy as large as its volume', () => {
    expect(command?.join(' ')).toBe(
      'tini -- sh -c if [ -e /home/node/.n8n/database.sqlite.restored ] || [ -e /home/node/.n8n/database.sqlite.taking ]; ' +
        'then DATABASE=/home/node/.n8n/database.sqlite node --disable-warning=ExperimentalWarning ' +
        '/etc/n8n/copies.js take; fi && exec n8n',
    );
    expect(copies!.env).toMatchObject({ LIMIT: String(2 ** 30) });
    expect(copies!.scratch).toEqual([{ mountPath: '/copies', size: '1088Mi' }]);
  });

  it('is empty with the credentials of its own definition alone', () => {
    const db = mongodb({ database: 'shop', volume: '1Gi' });
    const asks = [
      { from: 'flows', to: 'db' },
      { from: 'app', to: 'flows', port: 'copies', env: { COPIES: 'copiesPassword' } },
    ];
    const told = component(plan({ flows, db, app: APP }, { flows: asks }), 'flows');
    expect(told.sidecars[0]!.command!.slice(-2)).toEqual(['serve', 'db']);
    expect(told.command!.join(' ')).toContain('copies.js take db; fi && n8n import:credentials');
  });

  it('has nobody who answers where nobody asks', () => {
    const { sidecars: none, ports } = planned();
    expect([none, Object.keys(ports)]).toEqual([[], ['http']]);
  });
});

describe('the addresses that n8n gives out', () => {
  const addresses = (changes = {}) =>
    ['WEBHOOK_URL', 'N8N_EDITOR_BASE_URL'].map((name) => variable(planned(changes), name));

  it.each([
    ['without a route', {}, undefined, 'http://localhost:5678/'],
    ['of webhooks alone', { routes: webhooks }, 'https://hooks.example.com/', 'http://localhost:5678/'],
    [
      'of both, where one route leads to all of it',
      { routes: [{ host: 'all', to: 'flows' }] },
      'https://all.example.com/',
      'https://all.example.com/',
    ],
    [
      'and of the editor, where an environment opens it',
      {
        routes: webhooks,
        internalRoutes: [{ host: 'editor', to: 'flows' }],
        internal: { cidrs: ['203.0.113.0/24'] },
      },
      'https://hooks.example.com/',
      'https://editor.example.com:8443/',
    ],
  ])('%s', (_, changes, hooks, editor) => {
    expect(addresses(changes)).toEqual([hooks, editor]);
  });
});

describe("what n8n's workflows log in to", () => {
  const messaging = { vhost: 'shop', exchanges: [], queues: {}, volume: '4Gi' } as const;
  const parts = {
    flows,
    db: mongodb({ database: 'shop', volume: '1Gi' }),
    broker: rabbitmq(messaging),
    files: minio({ buckets: ['shop'], volume: '1Gi' }),
  };
  const to = (...names: string[]) => names.map((name) => ({ from: 'flows', to: name }));
  const told = component(
    plan(parts, {
      flows: to('db', 'broker', 'files').map((flow) =>
        flow.to === 'broker' ? { ...flow, port: 'amqp' } : flow,
      ),
    }),
    'flows',
  );

  it('is in a file, which has no password in it', () => {
    expect(JSON.parse(file(told, '/etc/n8n/credentials.json'))).toEqual([
      {
        id: 'broker',
        name: 'broker',
        type: 'rabbitmq',
        data: {
          hostname: 'broker',
          port: 5672,
          username: 'flows',
          password: '${BROKER_PASSWORD}',
          vhost: 'shop',
          ssl: false,
          passwordless: false,
        },
      },
      {
        id: 'db',
        name: 'db',
        type: 'mongoDb',
        data: {
          configurationType: 'connectionString',
          connectionString: expect.stringMatching(
            /^mongodb:\/\/flows:\$\{DB_PASSWORD\}@db-0\.db\..*\/shop\?/,
          ),
          database: 'shop',
        },
      },
    ]);
    expect(told.files[0]?.secrets).toEqual({
      BROKER_PASSWORD: { secret: 'broker-flows', key: 'password' },
      DB_PASSWORD: { secret: 'db-flows', key: 'password' },
    });
  });

  it('is taken in before it starts, and only where there is something', () => {
    expect(told.command?.join(' ')).toMatch(
      /import:credentials --input=\/etc\/n8n\/credentials\.json && exec n8n$/,
    );
    expect(planned().command).toBeUndefined();
  });

  it('is no variable, and neither is the key that opens it: whoever writes a workflow may ask for those', () => {
    expect(variable(told, 'N8N_BLOCK_ENV_ACCESS_IN_NODE')).toBe('true');
    expect(variable(told, 'N8N_ENCRYPTION_KEY_FILE')).toBe('/etc/n8n/secrets/encryption-key');
    const fromSecrets = told.env.filter((one) => 'from' in one).map(({ name }) => name);
    expect(fromSecrets).toEqual(['N8N_INSTANCE_OWNER_PASSWORD_HASH']);
  });

  // A volume knows the key it was made with, and n8n does not start with another.
  it('is opened by the key of a Secret whose name does not change', () => {
    expect(secretReferences(told)).toContainEqual(
      expect.objectContaining({ secret: 'flows-n8n-encryption-key', key: 'password' }),
    );
  });
});
