/**
 * Backups by restic: a repository for each store, encrypted, each piece kept once, behind restic's own server, at which
 * nothing can be deleted. Beside the server is a keeper, which makes the repositories, copies them to another place,
 * forgets what is old, and reads for damage.
 */
import type { Definition, Resources } from '../model/component';
import type { Bytes } from '../model/units';
import { goMemoryLimit } from './parts/go';
import { job } from './parts/restic-job';
import { keeper, listsBackups } from './parts/restic-keeper';
import { PORT, storesOf, TECHNOLOGY } from './parts/restic-program';
import { SERVER_SCRATCH, server } from './parts/restic-server';
import { alerts, dashboard, ENDPOINTS, exporter, TOLD } from './parts/restic-watch';

export interface ResticRepositoryOptions {
  /**
   * Of all stores together: what one dump of each holds, and what changes in the days that are kept. Dumps that are
   * compressed or encrypted share nothing with each other.
   */
  readonly volume: Bytes;
  /** Of the keeper, which reads and copies everything. @default 20m and 64Mi while it waits, at most 768Mi: an index of some 200 GiB */
  readonly keeper?: Resources;
}

const VOLUME = 'data';
const FOLDER = '/data';
const KEEPER = { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '768Mi' } } as const;

/** @throws Error where nothing is said of the environment's backups */
export function resticRepository(options: ResticRepositoryOptions): Definition {
  return {
    technology: TECHNOLOGY,
    tier: 'backup',
    description: 'Repository of backups',
    caveats: [
      'Its keeper has the keys of all stores and of the other place: who runs commands in its pods reads and deletes every ' +
        'backup. Give that right to nobody whom you would not give all data.',
      'Keys of repositories are entries of the secret store, because what is made in the cluster is lost with it. Keep a ' +
        'copy of them where the secret store is not: without its key a backup is noise.',
    ],
    image: { repository: 'restic/rest-server', tag: '0.14.0' },
    workload: 'StatefulSet',
    singleton: 'one volume, one keeper: a second would delete what the first writes',
    // Who owns the files; both images run as anybody.
    identity: { user: 1000, group: 1000 },
    ports: { [PORT.name]: { number: PORT.number, purpose: "restic's REST protocol" } },
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '256Mi' } },
    probes: {
      startup: { check: { http: '/metrics', port: PORT.name }, period: 5, failures: 24 },
      readiness: { check: { http: '/metrics', port: PORT.name } },
      liveness: { check: { tcp: PORT.name }, failures: 6 },
    },
    // A copy that is cut off goes on where it was.
    shutdown: { grace: 60 },
    volumes: { [VOLUME]: { mountPath: FOLDER, size: options.volume } },
    scratch: [SERVER_SCRATCH, TOLD],
    accounts: { each: 'client' },
    connect: ({ host, port, username, password }) => ({
      repository: `rest:http://${host}:${port(PORT.name)}/${username}/`,
      username,
      password,
    }),
    keepsBackups: job,
    listsBackups,
    backup: { none: 'It is the copy; what is to outlive this cluster is in the other place.' },
    metrics: ENDPOINTS,
    alerts,
    dashboard,
    configure: (context) => {
      const stores = storesOf(context);
      const { env, ...door } = server(stores);
      return {
        ...door,
        env: { ...goMemoryLimit(context), ...env },
        sidecars: [keeper(stores, context, VOLUME, options.keeper ?? KEEPER), exporter(VOLUME, FOLDER)],
      };
    },
  };
}
