/** What a new pod asks before it starts, and no more than the question needs. */
import type { StartsWhen } from '../component';
import type { PlannedComponent, PlannedWait, Variable } from '../plan';
import { didYouMean } from '../problems';
import { type Draft, systemPath } from './draft';
import { references } from './variables';

/** The question with its variables and files, or undefined where there is none. Unknown names are reported. */
export function planWait(
  draft: Draft,
  name: string,
  startsWhen: StartsWhen | undefined,
  { env, files }: Pick<PlannedComponent, 'env' | 'files'>,
): PlannedWait | undefined {
  if (!startsWhen) return undefined;
  const { command, env: wanted = [], files: paths = [] } = startsWhen;
  const unknown = (word: 'env' | 'files', what: string, used: readonly string[], known: string[]): void => {
    for (const one of used.filter((candidate) => !known.includes(candidate))) {
      const path = systemPath(draft.system, `components/${name}/startsWhen.${word}`);
      draft.problems.add(path, `'${name}' has no ${what} '${one}'${didYouMean(one, known)}`);
    }
  };
  unknown(
    'env',
    'variable',
    wanted,
    env.map((variable) => variable.name),
  );
  unknown(
    'files',
    'file',
    paths,
    files.map(({ path }) => path),
  );
  return {
    command,
    env: withReferences(env, wanted),
    files: files.filter(({ path }) => paths.includes(path)),
  };
}

/** The named variables and all that they refer to, in the order in which Kubernetes fills them in. */
function withReferences(env: readonly Variable[], wanted: readonly string[]): Variable[] {
  const taken = new Set<string>();
  const take = (name: string): void => {
    if (taken.has(name)) return;
    taken.add(name);
    const found = env.find((variable) => variable.name === name);
    if (found && 'value' in found) references(found.value).forEach(take);
  };
  wanted.forEach(take);
  return env.filter(({ name }) => taken.has(name));
}
