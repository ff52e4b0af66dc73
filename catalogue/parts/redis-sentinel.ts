/** The Sentinel of each pod of a Redis with failover: it watches every Redis, and votes on the master. */
import type { Sidecar } from '../../model/component';
import type { Context } from '../../model/context';
import { SENTINEL, SENTINEL_PORT } from './redis-failover-scripts';
import { aclFile, FOLDER, MONITORING, ping } from './redis-server';

/** Rights at a Sentinel: what Sentinels ask each other and the script that hands over; and who is master. */
const AT_SENTINEL = {
  [MONITORING]: '-@all +ping +sentinel|get-master-addr-by-name',
  [SENTINEL]: '&* -@all +ping +publish +client|setname +sentinel|is-master-down-by-addr +sentinel|failover',
};

export function sentinel(context: Context, files: NonNullable<Sidecar['files']>): Sidecar {
  const { name } = context;
  const conf = `port ${SENTINEL_PORT}
bind * -::*
dir /data
aclfile ${FOLDER}/sentinel.acl
# Addresses of pods change, names do not.
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel sentinel-user ${SENTINEL}
sentinel sentinel-pass \${SENTINEL_PASSWORD}
sentinel auth-user ${name} ${SENTINEL}
sentinel auth-pass ${name} \${SENTINEL_PASSWORD}
# Longer than a pause of a healthy Redis, such as a fork of a large one.
sentinel down-after-milliseconds ${name} 5000
# A choice takes seconds; one that came to nothing is tried again after twice this.
sentinel failover-timeout ${name} 15000
sentinel parallel-syncs ${name} 1
`;
  return {
    name: SENTINEL,
    command: ['sh', `${FOLDER}/start-sentinel.sh`],
    env: { REDISCLI_AUTH: context.credential(MONITORING) },
    shares: ['data'],
    probes: {
      startup: { check: ping(SENTINEL_PORT), period: 5, failures: 24 },
      readiness: { check: ping(SENTINEL_PORT) },
      liveness: { check: { tcp: SENTINEL }, period: 10, failures: 6 },
    },
    resources: { requests: { cpu: '20m', memory: '24Mi' }, limits: { memory: '96Mi' } },
    files: [
      {
        path: `${FOLDER}/sentinel.conf`,
        content: conf,
        secrets: { SENTINEL_PASSWORD: context.credential(SENTINEL) },
      },
      aclFile(`${FOLDER}/sentinel.acl`, context, AT_SENTINEL),
      ...files,
    ],
  };
}
