/** Security zones of a random system: anything may be anywhere, and what then goes another way has its reason. */
import type { System } from '../../model/system';
import { asked } from '../../model/validate/zones';
import { keepsZones, type Zone } from '../../model/zones';

const NAMES = ['outside', 'front', 'middle', 'inside'];

/** @param pick chooses how many there are, and what is where */
export function zonesOf(system: System, pick: number): Required<Pick<System, 'zones' | 'zoneExceptions'>> {
  const names = NAMES.slice(0, 2 + (pick % 3));
  const place = (n: number): number => (pick + n * (1 + (pick % 5))) % names.length;
  const components = Object.entries(system.components);
  const zones = names.map(
    (name, at): Zone => ({
      name,
      title: `The "${name}" zone`,
      of: [
        ...(at === 0 ? ['internet'] : []),
        ...(at === pick % 2 ? ['edge'] : []),
        ...components.flatMap(([component], n) => (place(n) === at ? [component] : [])),
      ],
      doors: Object.fromEntries(
        components.flatMap(([component, { ports }], n) => {
          const [first, second] = Object.keys(ports);
          const isHere = second !== undefined && (place(n) + 1) % names.length === at && (pick + n) % 3 === 0;
          return isHere ? [[component, [(pick + n) % 2 ? first! : second]]] : [];
        }),
      ),
    }),
  );
  const needed = new Map(
    asked(system)
      .filter(({ from, to, port }) => !keepsZones({ zones }, from, to, port))
      .map(({ from, to, port }) => [
        `${from} ${to} ${port}`,
        { from, to, ...(port && { port }), why: `"${from}" has to | by a "door".` },
      ]),
  );
  return { zones, zoneExceptions: [...needed.values()] };
}
