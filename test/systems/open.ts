/** What is open, read from the network policies alone. */
import { type KubeObject, podTemplates } from '../support/kubernetes';
import { type Place, Policies, pods, type Way } from '../support/network';
import { committed } from './committed';

/** Arrows as a test has them by hand, one a line. */
export const lines = (text: string): string[] => text.trim().split('\n');

/** Whether it comes back, people find out. */
const UNTRIED = ['n8n'];

/**
 * What the work on backups needs, in the cluster: a way to each store and to who keeps the snapshots.
 * @param stores those that are saved, with the port that is asked; none of a store at a provider
 */
export const backupArrows = (
  stores: Readonly<Record<string, number | undefined>>,
  { watched = true }: { watched?: boolean } = {},
): string[] => [
  ...Object.entries(stores).flatMap(([store, port]) => [
    ...(UNTRIED.includes(store) ? [] : [`${store}-drill → backups 8000`]),
    ...['backup', 'restore'].flatMap((role) => [
      `${store}-${role} → backups 8000`,
      ...(port === undefined ? [] : [`${store}-${role} → ${store} ${port}`]),
    ]),
  ]),
  ...(watched ? ['prometheus → backups 8000', 'prometheus → backups 9100'] : []),
];

/**
 * Which pods reach which, and the world, by the network policies of an environment, over TCP.
 * @param name `whalli/production` @param objects those that are committed under that name, unless others are given
 * @param more ports of the world to be tried, beside the usual ones
 */
export function open(
  name: string,
  objects: readonly KubeObject[] = committed(name).objects,
  more: readonly number[] = [],
) {
  const policies = new Policies(objects, name.replace('/', '-'));
  const everybody = pods(objects, name.replace('/', '-'));
  const ports = [
    ...new Set([
      ...podTemplates(objects).flatMap(({ spec }) =>
        spec.containers.flatMap(({ ports: all = [] }) => all.map(({ containerPort }) => containerPort)),
      ),
      ...[22, 25, 80, 443, 465, 587, 5432, ...more],
    ]),
  ];
  const inside = everybody.flatMap((from) =>
    everybody.flatMap((to) =>
      ports
        .filter((port) => {
          const way: Way = { from, to, port, protocol: 'TCP' };
          return from !== to && policies.egress(way) && policies.ingress(way);
        })
        .map((port) => `${from.name} → ${to.name} ${port}`),
    ),
  );
  const world: Place = { name: 'world', cidr: '1.1.1.1/32' };
  const outside = everybody.flatMap((from) =>
    ports
      .filter((port) => policies.egress({ from, to: world, port, protocol: 'TCP' }))
      .map((port) => `${from.name} ${port}`),
  );
  return { inside: inside.sort(), outside: outside.sort() };
}
