/**
 * Mistakes as a catalogue file or a chart could make them, in the YAML of one environment. All of them are valid
 * Kubernetes, and no rule, schema or program that reads manifests has anything against them.
 */
import type { KubeObject } from '../../tools/lab/manifests';

export interface Defect {
  readonly what: string;
  /** Component in which it is made. */
  readonly component: string;
  /** Component that the message has to name. @default the one in which it is made */
  readonly shows?: string;
  /** Who else finds it, among the judges that run no program. @default nobody */
  readonly alsoFoundBy?: string;
  /** Tried in every run. @default only where all of them are */
  readonly always?: boolean;
  /** What the message has to say. */
  readonly says: RegExp;
  /** @param find an object by `Kind/name`, which may be changed */
  readonly change: (find: (id: string) => KubeObject) => void;
}

/** The environment that the mistakes are made in. */
export const SEEDED_IN = 'sentineliq/development';

// biome-ignore lint/suspicious/noExplicitAny: a manifest as written
type Any = any;

const pod = (object: KubeObject): Any => object.spec.template.spec;
const container = (object: KubeObject, name = object.metadata.name): Any =>
  [...(pod(object).initContainers ?? []), ...pod(object).containers].find((one: Any) => one.name === name);
const variable = (object: KubeObject, name: string): Any =>
  container(object).env.find((one: Any) => one.name === name);
const volume = (object: KubeObject, name: string): Any =>
  pod(object).volumes.find((one: Any) => one.name === name);
/** Takes a folder that may be written to away. */
const withoutMount = (object: KubeObject, name: string): void => {
  for (const one of [...(pod(object).initContainers ?? []), ...pod(object).containers]) {
    one.volumeMounts = one.volumeMounts?.filter((mount: Any) => mount.name !== name);
  }
  pod(object).volumes = pod(object).volumes.filter((one: Any) => one.name !== name);
};
/** Changes a file of a ConfigMap. @throws Error when it does not have that text */
const edit = (config: KubeObject, file: string, from: string, to: string): void => {
  const text: string = config.data[file];
  if (!text.includes(from)) throw new Error(`${config.metadata.name}: ${file} has no ${from}`);
  config.data[file] = text.replace(from, to);
};
const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];

export const DEFECTS: readonly Defect[] = [
  {
    what: 'the user of another image of the same program',
    component: 'postgres',
    says: /has wrong ownership|Permission denied/,
    change: (find) =>
      Object.assign(pod(find('StatefulSet/postgres')).securityContext, {
        runAsUser: 999,
        runAsGroup: 999,
        fsGroup: 999,
      }),
  },
  {
    what: 'accounts may log in from the pod itself alone',
    component: 'postgres',
    shows: 'server',
    says: /DATABASE_URL: postgres:5432: no pg_hba\.conf entry/,
    change: (find) =>
      edit(find('ConfigMap/postgres-config'), 'pg_hba.conf', 'host all all all', 'host all all 127.0.0.1/32'),
  },
  {
    what: '/dev/shm too small to start',
    component: 'postgres',
    alsoFoundBy: 'a rule: PostgreSQL has the shared memory that it was told to use',
    says: /could not resize shared memory segment.*No space left on device/,
    change: (find) => {
      volume(find('StatefulSet/postgres'), 'scratch-dev-shm').emptyDir.sizeLimit = '16Ki';
    },
  },
  {
    what: 'a probe by a program that this image has elsewhere',
    component: 'postgres',
    always: true,
    says: /pg_isready.*no such file/,
    change: (find) => {
      const { startupProbe } = container(find('StatefulSet/postgres'));
      startupProbe.exec.command[0] = '/usr/lib/postgresql/16/bin/pg_isready';
    },
  },
  {
    what: 'data that can only be read',
    component: 'redis',
    says: /Read-only file system/,
    change: (find) => {
      const mounts = container(find('StatefulSet/redis')).volumeMounts;
      mounts.find((mount: Any) => mount.name === 'data').readOnly = true;
    },
  },
  {
    what: 'listening on loopback alone',
    component: 'redis',
    says: /Liveness probe failed: dial tcp .*:6379: connect: connection refused/,
    change: (find) => edit(find('ConfigMap/redis-config'), 'redis.conf', 'bind * -::*', 'bind 127.0.0.1'),
  },
  {
    what: 'an account that may only read',
    component: 'redis',
    shows: 'server',
    says: /REDIS_URL: redis:6379: NOPERM/,
    change: (find) =>
      edit(find('ConfigMap/redis-config'), 'users.acl', '&* +@all -@admin', '&* +@read +@connection +info'),
  },
  {
    what: 'a password file that another user wrote',
    component: 'redis',
    always: true,
    says: /users\.acl.*Permission denied/,
    change: (find) => {
      container(find('StatefulSet/redis'), 'render-config').securityContext.runAsUser = 1000;
    },
  },
  {
    what: 'a data folder that is not the volume',
    component: 'minio',
    says: /Unable to initialize backend: file access denied/,
    change: (find) => {
      container(find('StatefulSet/minio')).args[1] = '/export';
    },
  },
  {
    what: 'a console on another port than its Service says',
    component: 'minio',
    says: /nobody listens on TCP 9001/,
    change: (find) => {
      container(find('StatefulSet/minio')).args[3] = ':9090';
    },
  },
  {
    what: 'rights on a bucket of another name',
    component: 'minio',
    shows: 'server',
    says: /S3_ENDPOINT: minio:9000: Access Denied/i,
    change: (find) =>
      edit(find('ConfigMap/minio-config'), 'client-server.json', ':::sentineliq/*', ':::sentineliq-files/*'),
  },
  {
    what: 'too little memory to start',
    component: 'minio',
    says: /out of memory|OOMKilled|OOM-killed/,
    change: (find) => {
      const { resources } = container(find('StatefulSet/minio'));
      resources.requests.memory = resources.limits.memory = '40Mi';
      const bounds = find('VerticalPodAutoscaler/minio').spec.resourcePolicy.containerPolicies[0];
      bounds.minAllowed.memory = '20Mi';
      bounds.maxAllowed.memory = '40Mi';
    },
  },
  {
    what: 'no folder for the process number',
    component: 'client',
    always: true,
    says: /\/run\/nginx\.pid.*Read-only file system/,
    change: (find) => withoutMount(find('Deployment/client'), 'scratch-run'),
  },
  {
    what: 'a copy of a folder that the image does not have',
    component: 'client',
    says: /copy-etc-nginx-conf-d: [\s\S]*No such file or directory/,
    change: (find) => {
      container(find('Deployment/client'), 'copy-etc-nginx-conf-d').command[2] = '/etc/nginx/sites/.';
    },
  },
  {
    what: 'a connection string with another database',
    component: 'server',
    says: /READ_REPLICA_URL: postgres:5432: database .*sentinel\W+ does not exist/,
    change: (find) => {
      const dsn = variable(find('Deployment/server'), 'READ_REPLICA_URL');
      dsn.value = dsn.value.replace('/sentineliq?', '/sentinel?');
    },
  },
  {
    what: 'a port on which the program does not listen',
    component: 'server',
    says: /connection refused/,
    change: (find) => {
      variable(find('Deployment/server'), 'PORT').value = '3000';
    },
  },
  {
    what: 'variables of Services among those of the program',
    component: 'server',
    says: /_PORT.*nothing here speaks tcp/,
    change: (find) => {
      pod(find('Deployment/server')).enableServiceLinks = true;
    },
  },
  {
    what: 'a command that the image does not have',
    component: 'server',
    says: /yarn.*(executable file not found|no such file)/,
    change: (find) => {
      container(find('Deployment/server')).command[0] = 'yarn';
    },
  },
  {
    what: 'a probe of a page that is not there',
    component: 'kibana',
    always: true,
    says: /HTTP probe failed with statuscode: (302|401|404)/,
    change: (find) => {
      for (const probe of PROBES) {
        const { httpGet } = container(find('Deployment/kibana'))[probe];
        if (httpGet) httpGet.path = '/api/health';
      }
    },
  },
  {
    what: 'a page for the pod itself alone',
    component: 'kibana',
    says: /connection refused/,
    change: (find) =>
      edit(find('ConfigMap/kibana-config'), 'kibana.yml', 'server.host: 0.0.0.0', 'server.host: localhost'),
  },
  {
    what: 'a pipeline on another port than its Service says',
    component: 'logstash',
    alsoFoundBy: "the facts of the product's document",
    says: /nobody listens on TCP 5000/,
    change: (find) =>
      edit(find('ConfigMap/logstash-config'), 'logstash.conf', 'port => 5000', 'port => 5044'),
  },
  {
    what: 'no folder for a file that is written at the start',
    component: 'logstash',
    says: /(EROFS|Read-only file system)/i,
    change: (find) => withoutMount(find('StatefulSet/logstash'), 'scratch-usr-share-logstash-logs'),
  },
];
