/** What differs between the environments. Everything that is not here is the same in all of them. */
import { loki } from '../../catalogue/loki';
import { postgres } from '../../catalogue/postgres';
import { prometheus } from '../../catalogue/prometheus';
import { redis } from '../../catalogue/redis';
import type { Environment, InternalAccess, Override } from '../../model/system';
import type { TokenIssuer } from '../../model/tokens';
import { production, trial } from './cluster';
import { versions } from './versions';

/** The people's own network (assumed). */
const office: InternalAccess = { cidrs: ['198.51.100.0/24'] };
/** "RBAC": groups of the organisation's OIDC provider (assumed). */
const people = {
  viewer: 'org-chatbot-viewers',
  operator: 'org-chatbot-operators',
  admin: 'org-chatbot-admins',
} as const;

/** "JWT", "OIDC": of each environment on its own, so that a token of one opens no other (assumed). */
const issuedBy = (realm: string): TokenIssuer => ({
  issuer: `https://id.org-chatbot.example.com/realms/${realm}`,
  audiences: ['org-chatbot'],
});

/** Where there is no GPU a model answers slowly: one, and a small one. */
const onProcessor: Readonly<Record<string, Override>> = {
  ollama: {
    replicas: 1,
    maxReplicas: 1,
    resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { cpu: '4', memory: '8Gi' } },
  },
};
const smallVolumes: Readonly<Record<string, Override>> = {
  elasticsearch: { volumes: { data: '10Gi' } },
  jaeger: { volumes: { data: '2Gi' } },
  'object-storage': { volumes: { data: '10Gi' } },
};
const one = { replicas: 1, maxReplicas: 1 } as const;
const single = { replicas: 1 } as const;
const shortMemory = {
  prometheus: prometheus({ retention: 3, volume: '5Gi' }),
  loki: loki({ retention: 3, volume: '5Gi' }),
} as const;

export const environments: Readonly<Record<string, Environment>> = {
  development: {
    phase: 2,
    cluster: trial,
    domain: 'dev.org-chatbot.example.com',
    images: versions.development,
    budget: { cpu: '4', memory: '20Gi', source: 'a quarter of the trial machines (assumed)' },
    requestShare: 0.3,
    people,
    tokens: issuedBy('development'),
    // Models are trained where there is a GPU.
    without: ['training'],
    components: {
      ...shortMemory,
      postgres: postgres({ database: 'chatbot', volume: '5Gi' }),
      redis: redis({
        maxMemory: '256Mi',
        eviction: 'noeviction',
        volume: '2Gi',
        resources: { requests: { cpu: '100m', memory: '320Mi' }, limits: { memory: '512Mi' } },
      }),
    },
    overrides: {
      ...smallVolumes,
      // Beside all others on a computer of 2 CPU: it takes more while nobody else does.
      ollama: {
        ...onProcessor.ollama,
        resources: { requests: { cpu: '500m', memory: '4Gi' }, limits: { cpu: '4', memory: '8Gi' } },
      },
      ...Object.fromEntries(['auth', 'chat', 'gateway', 'user', 'web'].map((name) => [name, one])),
      ...Object.fromEntries(['admin', 'notification', 'session'].map((name) => [name, single])),
    },
  },
  staging: {
    phase: 4,
    cluster: trial,
    domain: 'staging.org-chatbot.example.com',
    images: versions.staging,
    budget: { cpu: '9', memory: '36Gi', source: 'half of the trial machines (assumed)' },
    requestShare: 0.5,
    internal: office,
    people,
    tokens: issuedBy('staging'),
    // What is done in production is tried here; nothing of it is worth a copy elsewhere.
    backups: { at: '02:00', days: 3 },
    without: ['training'],
    components: shortMemory,
    overrides: { ...smallVolumes, ...onProcessor, postgres: { replicas: 2, volumes: { data: '10Gi' } } },
  },
  production: {
    phase: 4,
    cluster: production,
    domain: 'org-chatbot.example.com',
    images: versions.production,
    budget: {
      cpu: '36',
      memory: '120Gi',
      devices: { gpu: 3 },
      source: 'all machines, less 12 CPU and 72 GB for the platform and for one that is lost (assumed)',
    },
    internal: office,
    people,
    tokens: issuedBy('production'),
    // "Local Backup", "S3 Backup", "Glacier Archive": of its classes, the one that answers at once.
    backups: {
      at: '02:00',
      days: 7,
      offsite: {
        endpoint: 'https://s3.eu-west-1.amazonaws.com',
        region: 'eu-west-1',
        bucket: 'org-chatbot-production-backups',
        days: 90,
        class: 'GLACIER_IR',
      },
    },
  },
};
