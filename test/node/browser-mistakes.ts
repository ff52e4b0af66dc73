/** Mistakes in the manifests of a program with a browser: valid ones, which only a browser that runs sees. */
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { componentOf, podTemplate } from '../../tools/lab/pods';

export interface BrowserMistake {
  readonly what: string;
  /** The objects with the mistake. */
  readonly objects: readonly KubeObject[];
  readonly foundBy: 'unprinted' | 'misled';
  readonly says: RegExp;
}

// biome-ignore lint/suspicious/noExplicitAny: a manifest as written
type Any = any;

/** @throws Error when the environment does not have the component's workload and policy as they are made */
export function browserMistakes(unit: Unit, component: string): BrowserMistake[] {
  const own = (isIt: (object: KubeObject) => boolean, change: (object: Any) => void): KubeObject[] => {
    const found = unit.objects.find((object) => isIt(object) && componentOf(object) === component);
    if (!found) throw new Error(`${unit.namespace} has no such object of ${component}`);
    const copy = structuredClone(found);
    change(copy);
    return [copy];
  };
  const inPod = (change: (pod: Any) => void) =>
    own(
      (object) => podTemplate(object) !== undefined,
      ({ spec }) => change(spec.template.spec),
    );
  const program = (pod: Any) => pod.containers.find((one: Any) => one.name === component);
  const mount = (pod: Any, path: string): Any =>
    program(pod).volumeMounts.find((one: Any) => one.mountPath === path);
  return [
    {
      what: 'a policy that lets it out to everywhere',
      foundBy: 'misled',
      says: /from: cloud metadata/,
      objects: own(
        ({ kind }) => kind === 'NetworkPolicy',
        ({ spec }) => spec.egress.push({}),
      ),
    },
    {
      // A browser takes what its processes share from there as well: Chromium 156 leaves /dev/shm empty.
      what: 'memory for the program, and none for its browser',
      foundBy: 'unprinted',
      // Whichever process the kernel ends: a part of the browser, or the program, which then has nothing to say.
      says: /the kernel ended processes|closed|crashed|no pod of/,
      objects: inPod((pod) => {
        const { resources } = program(pod);
        resources.requests.memory = resources.limits.memory = '128Mi';
      }),
    },
    {
      what: 'no home that can be written to',
      foundBy: 'unprinted',
      says: /read-only file system/i,
      objects: inPod((pod) => {
        mount(pod, '/tmp').readOnly = true;
      }),
    },
  ];
}
