/** Objects with one defect each, and the policy that must refuse them: it and no other. */
import { expect } from 'vitest';
import { refusal } from '../../tools/lab/admission';
import type { Cluster } from '../../tools/lab/cluster';
import { GATEWAY_LABEL } from '../../tools/lab/gateway';
import type { KubeObject } from '../../tools/lab/manifests';
import { podTemplate } from '../../tools/lab/pods';
import { anyOf, cronJobOf, podOf } from './policies-samples';

export interface Defect {
  readonly title: string;
  readonly policy: string;
  readonly object: KubeObject;
}

// biome-ignore lint/suspicious/noExplicitAny: a defect may be of any form
type Change = (spec: any, object: any) => void;
/** What is wrong → how it comes about. */
type Cases = Readonly<Record<string, Change>>;

const main =
  (change: Change): Change =>
  (spec, object) =>
    change(spec.containers[0], object);

/** Gives the main container another image, made from the repository of its own. */
const image = (make: (repository: string) => string): Change =>
  main((container) => {
    container.image = make(container.image.replace(/[:@][^/]*$/, ''));
  });

/** Adds a container that is as sound as the main one, but for what is said. */
const helper =
  (list: string, rest: object): Change =>
  (spec) => {
    const { image: its, resources, securityContext } = spec.containers[0];
    const added = { name: 'helper', image: its, resources, securityContext, ...rest };
    spec[list] = [...(spec[list] ?? []), added];
  };

const secure = (field: string, value?: unknown): Change =>
  main(({ securityContext }) => {
    securityContext[field] = value;
  });
const ofPod =
  (field: string, value?: unknown): Change =>
  ({ securityContext }) => {
    securityContext[field] = value;
  };
const without = (section: string, field: string): Change =>
  main(({ resources }) => {
    delete resources[section][field];
  });

/** Policy → what may be wrong with a pod, whoever makes it. */
const IN_PODS: Readonly<Record<string, Cases>> = {
  'image-repositories': {
    'an image from elsewhere': image(() => 'evil.example/backend:1.0.0'),
    'a repository below one of ours': image((repository) => `${repository}/evil:1.0.0`),
    'one of ours as a registry': image((repository) => `${repository.split('/')[0]}:5000/evil:1.0.0`),
    'a known name on another registry': image((repository) => `evil.example/${repository}:1.0.0`),
    'an init container from elsewhere': helper('initContainers', { image: 'busybox:1.36.1' }),
    'a helper from elsewhere': helper('containers', { image: 'busybox:1.36.1' }),
    'an image from elsewhere as a volume': (spec) => {
      spec.volumes = [...(spec.volumes ?? []), { name: 'files', image: { reference: 'busybox:1.36.1' } }];
    },
  },
  'image-tags': {
    'no tag': image((repository) => repository),
    'the tag latest': image((repository) => `${repository}:latest`),
    'a major version': image((repository) => `${repository}:7`),
    'a variant of a major version': image((repository) => `${repository}:7-alpine`),
    'half a digest': image((repository) => `${repository}@sha256:abc`),
  },
  'security-context': {
    'perhaps root': ofPod('runAsNonRoot'),
    'no user': ofPod('runAsUser'),
    'no group': ofPod('runAsGroup'),
    'one container as root': secure('runAsUser', 0),
    'the group of root': secure('runAsGroup', 0),
    'more rights than its parent': secure('allowPrivilegeEscalation'),
    'its capabilities kept': secure('capabilities'),
    'a capability added': secure('capabilities', { drop: ['ALL'], add: ['NET_BIND_SERVICE'] }),
    'no seccomp': ofPod('seccompProfile'),
    'seccomp off': secure('seccompProfile', { type: 'Unconfined' }),
    'a root file system it can write to': secure('readOnlyRootFilesystem'),
    'a careless init container': helper('initContainers', { securityContext: undefined }),
  },
  'service-accounts': {
    'no account': (spec) => {
      spec.serviceAccountName = undefined;
    },
    'the account of all': (spec) => {
      spec.serviceAccountName = 'default';
    },
  },
};

const unlabelled =
  (label: string, where: (object: KubeObject) => KubeObject['metadata']): Change =>
  (_, object) => {
    delete where(object).labels![`app.kubernetes.io/${label}`];
  };
const itself = (object: KubeObject): KubeObject['metadata'] => object.metadata;
const itsPods = (object: KubeObject): KubeObject['metadata'] =>
  podTemplate(object)!.metadata as KubeObject['metadata'];

/** What may be wrong with what makes pods; of a pod, the namespace and its maker say it. */
const IN_WORKLOADS: Readonly<Record<string, Cases>> = {
  resources: {
    'no memory limit': without('limits', 'memory'),
    'no request of processor': without('requests', 'cpu'),
    'no request of memory': without('requests', 'memory'),
    'an init container that says nothing': helper('initContainers', { resources: undefined }),
  },
  labels: {
    'no name on the object': unlabelled('name', itself),
    'no instance on the object': unlabelled('instance', itself),
    // Without those two its own selector would not find them, which the API server sees by itself.
    'no system on its pods': unlabelled('part-of', itsPods),
    'no manager on its pods': unlabelled('managed-by', itsPods),
    'no labels at all': (_, object) => {
      object.metadata.labels = undefined;
    },
  },
};

const IN_SERVICES: Cases = {
  'a port on every node': (spec) => Object.assign(spec, { type: 'NodePort', clusterIP: undefined }),
  'the address of somebody else': (spec) => Object.assign(spec, { externalIPs: ['203.0.113.7'] }),
  'a load balancer of its own': (spec) => Object.assign(spec, { type: 'LoadBalancer', clusterIP: undefined }),
  'a load balancer that only looks like the gateway': (spec, object) => {
    Object.assign(spec, { type: 'LoadBalancer', clusterIP: undefined });
    object.metadata.labels[GATEWAY_LABEL] = 'edge';
  },
  'a load balancer for another gateway': (spec) =>
    Object.assign(spec, {
      type: 'LoadBalancer',
      clusterIP: undefined,
      selector: { [GATEWAY_LABEL]: 'mine' },
    }),
};

const IN_DEFAULT_DENY: Cases = {
  'a way out for all': (spec) => Object.assign(spec, { egress: [{}] }),
  'a way in for all': (spec) => Object.assign(spec, { ingress: [{}] }),
  'one direction only': (spec) => Object.assign(spec, { policyTypes: ['Ingress'] }),
  'some pods only': (spec) => Object.assign(spec, { podSelector: { matchLabels: { a: 'b' } } }),
};

/** Defects in a Deployment, a StatefulSet, a CronJob and a pod of the environment, and in what is beside them. */
export function badObjects(objects: readonly KubeObject[]): Defect[] {
  const deployment = anyOf(objects, 'Deployment');
  const makers = [deployment, anyOf(objects, 'StatefulSet'), cronJobOf(deployment)];
  const pod = podOf(deployment);
  const debugger_ = {
    'a debugger from elsewhere': helper('ephemeralContainers', { image: 'busybox:1.36.1' }),
  };
  return [
    ...[...makers, pod].flatMap((host) =>
      Object.entries(IN_PODS).flatMap(([policy, cases]) => seeded(policy, cases, host)),
    ),
    ...makers.flatMap((host) =>
      Object.entries(IN_WORKLOADS).flatMap(([policy, cases]) => seeded(policy, cases, host)),
    ),
    ...seeded('image-repositories', debugger_, pod),
    ...seeded('services', IN_SERVICES, anyOf(objects, 'Service')),
    ...seeded('default-deny', IN_DEFAULT_DENY, anyOf(objects, 'NetworkPolicy', 'default-deny')),
  ];
}

/** Each of them is refused by the policy that is meant for it. */
export async function expectRefusals(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const { title, policy, object } of badObjects(objects)) {
    // A running pod is the only one that can be given a debugger; Pod Security is asked before any policy.
    if (object.kind === 'Pod' && (object.spec.ephemeralContainers || policy === 'security-context')) continue;
    expect((await refusal(cluster, object)) ?? 'let in', title).toContain(`Policy ${policy} failed`);
  }
}

function seeded(policy: string, cases: Cases, host: KubeObject): Defect[] {
  return Object.entries(cases).map(([what, change]) => {
    const title = `${what} in a ${host.kind}`;
    const object = JSON.parse(JSON.stringify(host)) as KubeObject;
    change(podTemplate(object)?.spec ?? object.spec, object);
    // Each by a name of its own, but the one whose name the policy knows.
    if (policy !== 'default-deny') object.metadata.name = title.toLowerCase().replaceAll(' ', '-');
    return { title, policy, object };
  });
}
