/** Who uses a store while it is saved: what was left there in bulk, and how long an answer takes. */
import type { Cluster } from '../../tools/lab/cluster';
import { nameIn } from './life/kept';
import { inPrograms, reports } from './reports';

/** A program that leaves much with a store, by one of its variables. */
export interface Client {
  readonly store: string;
  readonly pod: string;
  readonly variable: string;
}

/** One client of each store that somebody can fill; others are told of in the output. */
export async function clientsOf(
  cluster: Cluster,
  namespace: string,
  stores: readonly string[],
): Promise<Client[]> {
  const all = (await reports(cluster, namespace)).flatMap(({ pod, connections }) =>
    connections.flatMap(({ variable, target, fills }) =>
      fills ? { store: nameIn(target), pod, variable } : [],
    ),
  );
  return stores.flatMap((store) => {
    const found = all.find((one) => one.store === store);
    if (!found) console.log(`${namespace}: nobody fills ${store}`);
    return found ?? [];
  });
}

/** @throws Error with what the program says */
async function asked<T>(cluster: Cluster, namespace: string, client: Client, page: string, seconds = 0) {
  const path = `${page}/${client.variable}/${seconds}`;
  const isClient = ({ metadata }: { metadata: { name: string } }) => metadata.name === client.pod;
  const [said] = await inPrograms<T & { failed?: unknown }>(cluster, namespace, path, false, isClient);
  if (!said) throw new Error(`${client.pod} does not answer`);
  if (typeof said.answer.failed === 'string') throw new Error(`${client.pod}: ${said.answer.failed}`);
  return said.answer;
}

/** Fills a store. @returns the sum of what is there then */
export const filled = async (cluster: Cluster, namespace: string, client: Client): Promise<string> =>
  (await asked<{ sum: string }>(cluster, namespace, client, 'fill')).sum;

/** The sum of what is there of it, asked of any program that knows this variable of the store. */
export async function sumNow(cluster: Cluster, namespace: string, before: Client): Promise<string> {
  const now = await clientsOf(cluster, namespace, [before.store]);
  return (await asked<{ sum: string }>(cluster, namespace, now[0]!, 'sum')).sum;
}

/** Milliseconds that answers took, and what failed. */
export interface Pace {
  readonly took: readonly number[];
  readonly failed: readonly string[];
}

/** Lets a client log in, write, and read, again and again: for so many seconds, and on until something has ended. */
export async function paceOf(
  cluster: Cluster,
  namespace: string,
  client: Client,
  seconds: number,
  ended?: Promise<unknown>,
): Promise<Pace> {
  let goesOn = ended !== undefined;
  const end = () => {
    goesOn = false;
  };
  void ended?.then(end, end);
  const [took, failed]: [number[], string[]] = [[], []];
  do {
    const part = await asked<Pace>(cluster, namespace, client, 'pace', seconds);
    took.push(...part.took);
    failed.push(...part.failed);
  } while (goesOn);
  return { took: took.sort((a, b) => a - b), failed };
}

const half = ({ took }: Pace): number => took[Math.floor(took.length / 2)]!;
const worst = ({ took }: Pace): number => took.at(-1)!;
export const paceText = (pace: Pace): string =>
  `${half(pace)} ms for half of ${pace.took.length}, ${worst(pace)} ms at the most`;

/** Milliseconds that somebody waits without asking again, and that half of all answers may take longer than before. */
const PATIENCE = 2000;
const MORE = 100;

/** What clients would notice. */
export function slowed(quiet: Pace, now: Pace): string[] {
  return [
    ...now.failed,
    ...(half(now) > 3 * half(quiet) + MORE ? [`half of all took longer than ${half(now)} ms`] : []),
    ...(worst(now) > worst(quiet) + PATIENCE ? [`one took ${worst(now)} ms`] : []),
  ];
}
