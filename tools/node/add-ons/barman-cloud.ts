/** The Barman Cloud plugin as its chart installs it (kubernetes/ and manifest.yaml of its module). */
import { SIDECAR } from '../../lab/cnpg-pods';
import type { KubeObject } from '../../lab/manifests';
import { applyUntilReady } from './apply';
import type { RealAddOn } from './index';
import { account, deployment, everything, type Program, service } from './parts';

const NAME = 'plugin-barman-cloud';
/** By this name the operator finds it, and it the operator's certificate. */
const SERVICE = 'barman-cloud';
const PLUGIN = 'barman-cloud.cloudnative-pg.io';
const IMAGE = SIDECAR.replace('-sidecar', '');
const ISSUER = 'selfsigned-issuer';
const [SERVER, CLIENT] = ['server', 'client'].map((end) => `${SERVICE}-${end}`) as [string, string];
const secretOf = (certificate: string): string => `${certificate}-tls`;

export const barmanCloud: RealAddOn = {
  images: [IMAGE, SIDECAR],
  objects({ namespace }) {
    const plugin: Program = {
      name: NAME,
      namespace,
      labels: { 'app.kubernetes.io/name': NAME },
      account: NAME,
      user: 10001,
      image: IMAGE,
      args: [
        'operator',
        '--server-cert=/server/tls.crt',
        '--server-key=/server/tls.key',
        '--client-cert=/client/tls.crt',
        '--server-address=:9090',
        // The only one of its kind, as the operator here.
        '--leader-elect=false',
      ],
      ports: { grpc: 9090, health: 8081 },
      env: [{ name: 'SIDECAR_IMAGE', value: SIDECAR }],
      ready: { path: '/readyz', port: 8081 },
      secrets: { [secretOf(SERVER)]: '/server', [secretOf(CLIENT)]: '/client' },
    };
    const { metadata, ...found } = service({ ...plugin, name: SERVICE }, { 9090: 'grpc' });
    return [
      ...account(NAME, namespace, everything(NAME)),
      deployment(plugin),
      {
        ...found,
        metadata: {
          ...metadata,
          labels: { 'cnpg.io/pluginName': PLUGIN },
          annotations: {
            'cnpg.io/pluginPort': '9090',
            'cnpg.io/pluginServerSecret': secretOf(SERVER),
            'cnpg.io/pluginClientSecret': secretOf(CLIENT),
          },
        },
      },
    ];
  },
  // Its pod waits for them.
  meanwhile: (cluster, { namespace }) => applyUntilReady(cluster, certificates(namespace)),
};

/** By these the operator and the plugin know each other. */
const certificates = (namespace: string): KubeObject[] => [
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: ISSUER, namespace },
    spec: { selfSigned: {} },
  },
  ...[
    { name: SERVER, commonName: SERVICE, dnsNames: [SERVICE], usages: ['server auth'] },
    { name: CLIENT, commonName: CLIENT, usages: ['client auth'] },
  ].map(({ name, ...spec }) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    spec: { ...spec, secretName: secretOf(name), issuerRef: { kind: 'Issuer', name: ISSUER } },
  })),
];
