/**
 * The custom resources that the charts write, and nothing else: one entry a kind, one version each.
 * To add one: name its file, group, kind and version here, run `npm run import`, commit `imports/`.
 */
export interface BoundKind {
  /** File in the folder of CRD files, without a folder and with its ending. */
  readonly file: string;
  readonly group: string;
  readonly kind: string;
  /** The one version to bind; the class carries the bare name of the kind. */
  readonly version: string;
  /**
   * Schema paths below the object, dotted, list items not counted, whose inside we never write: they come
   * out as `any`, which keeps the generated file small. A path that is not in the schema is an error.
   * @default - everything is typed
   */
  readonly opaque?: readonly string[];
}

const certManager = { file: 'cert-manager.yaml', group: 'cert-manager.io', version: 'v1' };
const externalSecrets = { file: 'external-secrets.yaml' };
const gatewayApi = { file: 'gateway-api.yaml', group: 'gateway.networking.k8s.io', version: 'v1' };
const istio = { file: 'istio.yaml', version: 'v1' };
const keda = { file: 'keda.yaml', group: 'keda.sh', version: 'v1alpha1' };
const kyverno = { file: 'kyverno.yaml', group: 'policies.kyverno.io', version: 'v1' };
const nginx = { file: 'nginx-gateway-fabric.yaml', group: 'gateway.nginx.org', version: 'v1alpha1' };

/** The header, mirror and fault settings of a route that apply to one backend only: we set them on the rule. */
const backendFilters = 'spec.rules.backendRefs.filters';

/** What a policy of one namespace leaves out: it is about the namespace it lives in. */
const kyvernoScopes = [
  'spec.matchConstraints.excludeResourceRules',
  'spec.matchConstraints.namespaceSelector',
  'spec.matchConstraints.objectSelector',
];

export const kinds: readonly BoundKind[] = [
  {
    ...certManager,
    kind: 'Certificate',
    opaque: ['spec.additionalOutputFormats', 'spec.keystores', 'spec.nameConstraints', 'spec.otherNames'],
  },
  {
    ...externalSecrets,
    group: 'external-secrets.io',
    kind: 'ExternalSecret',
    version: 'v1',
  },
  {
    ...externalSecrets,
    group: 'generators.external-secrets.io',
    kind: 'Password',
    version: 'v1alpha1',
  },
  { ...gatewayApi, kind: 'Gateway', opaque: ['spec.tls'] },
  { ...gatewayApi, kind: 'HTTPRoute', opaque: [backendFilters] },
  {
    ...keda,
    kind: 'ScaledObject',
    opaque: ['spec.advanced.scalingModifiers'],
  },
  {
    ...keda,
    kind: 'TriggerAuthentication',
    opaque: [
      'spec.awsSecretManager',
      'spec.azureKeyVault',
      'spec.boundServiceAccountToken',
      'spec.gcpSecretManager',
      'spec.hashiCorpVault',
      'spec.podIdentity',
    ],
  },
  { file: 'vpa.yaml', group: 'autoscaling.k8s.io', kind: 'VerticalPodAutoscaler', version: 'v1' },
  { ...istio, group: 'security.istio.io', kind: 'AuthorizationPolicy' },
  { ...istio, group: 'security.istio.io', kind: 'PeerAuthentication' },
  { ...istio, group: 'security.istio.io', kind: 'RequestAuthentication' },
  {
    ...istio,
    group: 'telemetry.istio.io',
    kind: 'Telemetry',
    opaque: ['spec.accessLogging', 'spec.metrics', 'spec.tracing.customTags'],
  },
  {
    ...istio,
    group: 'networking.istio.io',
    kind: 'DestinationRule',
    opaque: [
      'spec.subsets',
      'spec.trafficPolicy.portLevelSettings',
      'spec.trafficPolicy.tls',
      'spec.trafficPolicy.tunnel',
    ],
  },
  {
    ...kyverno,
    kind: 'NamespacedValidatingPolicy',
    opaque: ['spec.auditAnnotations', ...kyvernoScopes],
  },
  {
    ...kyverno,
    kind: 'NamespacedImageValidatingPolicy',
    opaque: [
      'spec.attestations',
      'spec.attestors.cosign.certificate',
      'spec.attestors.cosign.ctlog',
      'spec.attestors.cosign.key',
      'spec.attestors.cosign.source',
      'spec.attestors.cosign.trustedRoot',
      'spec.attestors.cosign.tuf',
      'spec.attestors.notary',
      'spec.auditAnnotations',
      'spec.autogen',
      'spec.credentials',
      'spec.images',
      ...kyvernoScopes,
    ],
  },
  {
    ...nginx,
    kind: 'NginxProxy',
    version: 'v1alpha2',
    opaque: [
      'spec.kubernetes.daemonSet',
      'spec.kubernetes.deployment.autoscaling.behavior',
      'spec.kubernetes.deployment.autoscaling.metrics',
      'spec.kubernetes.deployment.container.volumeMounts',
      'spec.kubernetes.deployment.pod.affinity',
      'spec.kubernetes.deployment.pod.volumes',
      'spec.kubernetes.deployment.wafContainers',
      'spec.nginxPlus',
      'spec.telemetry',
      'spec.waf',
    ],
  },
  { ...nginx, kind: 'ClientSettingsPolicy' },
  { ...nginx, kind: 'ProxySettingsPolicy' },
  { ...nginx, kind: 'RateLimitPolicy' },
  { ...nginx, kind: 'SnippetsPolicy' },
  { ...nginx, kind: 'SnippetsFilter' },
  { ...nginx, kind: 'AuthenticationFilter', opaque: ['spec.jwt', 'spec.oidc'] },
  {
    file: 'traefik.yaml',
    group: 'traefik.io',
    kind: 'Middleware',
    version: 'v1alpha1',
    // The ones we write are typed: address lists, logins, body sizes and rates.
    opaque: [
      'spec.addPrefix',
      'spec.chain',
      'spec.circuitBreaker',
      'spec.compress',
      'spec.contentType',
      'spec.digestAuth',
      'spec.encodedCharacters',
      'spec.errors',
      'spec.forwardAuth',
      'spec.grpcWeb',
      'spec.headers',
      'spec.inFlightReq',
      'spec.ipWhiteList',
      'spec.passTLSClientCert',
      'spec.plugin',
      'spec.rateLimit.redis',
      'spec.redirectRegex',
      'spec.redirectScheme',
      'spec.replacePath',
      'spec.replacePathRegex',
      'spec.retry',
      'spec.stripPrefix',
      'spec.stripPrefixRegex',
    ],
  },
];
