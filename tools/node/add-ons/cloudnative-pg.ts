/** CloudNativePG's operator as its chart installs it (config/manager and config/webhook of its module). */
import { cloudNativePg as platform } from '../../../platform/cloudnative-pg';
import { OPERATOR } from '../../lab/cnpg-pods';
import { webhooks } from '../../lab/cnpg-webhooks';
import { download } from '../../lab/download';
import { parse } from '../../lab/manifests';
import type { RealAddOn } from './index';
import { account, deployment, everything, type Program, service, startsWithout } from './parts';

const NAME = platform.serviceAccount!;
/** By this name it looks for itself, to sign its certificate. */
const WEBHOOK = 'cnpg-webhook-service';
/** What every instance is asked for its metrics, besides what its manager counts. */
const QUERIES = 'cnpg-default-monitoring';
const OF_RELEASE = {
  module: `github.com/cloudnative-pg/cloudnative-pg@v${OPERATOR.replace(/.*:/, '')}`,
  path: 'config/manager/default-monitoring.yaml',
};

export const cloudNativePg: RealAddOn = {
  images: [OPERATOR],
  async fetched({ namespace }) {
    const texts = await download(OF_RELEASE);
    return texts.flatMap(parse).map((object) => ({
      ...object,
      metadata: { ...object.metadata, name: QUERIES, namespace },
    }));
  },
  objects({ namespace }) {
    const operator: Program = {
      name: NAME,
      namespace,
      labels: platform.podLabels,
      account: NAME,
      user: 10001,
      image: OPERATOR,
      // The only one of its kind: on a machine with much else to do it would lose its lease, and end.
      args: ['controller', '--leader-elect=false', '--max-concurrent-reconciles=10', '--webhook-port=9443'],
      ports: { metrics: 8080, 'webhook-server': 9443 },
      env: [
        { name: 'OPERATOR_IMAGE_NAME', value: OPERATOR },
        { name: 'OPERATOR_NAMESPACE', value: namespace },
        { name: 'MONITORING_QUERIES_CONFIGMAP', value: QUERIES },
      ],
      ready: { path: '/readyz', port: 9443, scheme: 'HTTPS' },
      secrets: { 'cnpg-webhook-cert': '/run/secrets/cnpg.io/webhook' },
      scratch: ['/controller'],
    };
    return [
      ...account(NAME, namespace, everything(NAME)),
      // It makes the certificate itself.
      startsWithout(deployment(operator)),
      service({ ...operator, name: WEBHOOK }, { 443: 'webhook-server' }),
      ...webhooks((path) => ({ service: { name: WEBHOOK, namespace, path } })),
    ];
  },
};
