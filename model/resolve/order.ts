/** Stable orders: how a definition is written down must not show in what is made of it. */
import type { Port } from '../component';
import { compare } from '../problems';

/** The same record with its keys in order. */
export const byName = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => compare(a, b)));

type Ports = Readonly<Record<string, Port>>;

/** The lowest number first; TCP before UDP. */
export const byNumber = (ports: Ports): Record<string, Port> =>
  Object.fromEntries(
    Object.entries(ports).sort(
      ([nameA, a], [nameB, b]) =>
        a.number - b.number || compare(a.protocol ?? 'TCP', b.protocol ?? 'TCP') || compare(nameA, nameB),
    ),
  );
