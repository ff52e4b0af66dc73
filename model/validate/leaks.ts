/** Secrets that somebody wrote into a definition: they would stand in Git. */
import type { ConfigFile, Probe } from '../component';
import type { PlannedComponent, Variable } from '../plan';
import type { Problems } from '../problems';
import type { Draft } from '../resolve/draft';
import { secretIn, secretInCommand, secretInFile, secretOf } from '../secrecy';

/** The ways out of a value that is a secret; of one that is none, its reason. */
const VARIABLE =
  "name it in 'secrets' or take it by a flow, or write { value, public: 'why everybody may read it' }";
const FILE =
  "write ${NAME} and name it in the file's 'secrets', or say in its 'public' why everybody may read it";
const COMMAND = "take it from a variable, as $(NAME), that is named in 'secrets'";

export function checkLeaks(draft: Draft, component: PlannedComponent, path: string): void {
  const { problems } = draft;
  // A canary says what its component says.
  if (draft.canaries.has(component.name)) return;
  const told = draft.links
    .filter(({ client }) => client === component.name)
    .flatMap(({ flow }) => Object.keys(flow.env ?? {}));
  checkVariables(component.env, `${path}/env`, problems, told);
  checkFiles(component.files, path, problems);
  checkCommands(component, path, problems);
  for (const sidecar of component.sidecars) {
    const where = `${path}/sidecars/${sidecar.name}`;
    checkVariables(sidecar.env, `${where}/env`, problems);
    checkFiles(sidecar.files ?? [], where, problems);
    checkCommands(sidecar, where, problems);
  }
  const { operated } = component;
  const specs = operated
    ? [operated, ...(operated.beside ?? [])].map(({ spec }) => JSON.stringify(spec))
    : [];
  const found = specs.map((spec) => secretIn(spec)).find(Boolean);
  if (found) problems.add(`${path}/operated`, `its resource holds ${found}, which would stand in Git`);
}

/** @param told by flows: names and addresses, such as that of an account, whatever the variable is called */
function checkVariables(
  variables: readonly Variable[],
  path: string,
  problems: Problems,
  told: readonly string[] = [],
): void {
  for (const variable of variables) {
    if (!('value' in variable)) continue;
    const { name, value } = variable;
    const found = told.includes(name) ? secretIn(value) : secretOf(name, value);
    const { public: why } = variable;
    const where = `${path}.${name}`;
    if (found && why === undefined)
      problems.add(where, `holds ${found}, and would stand in Git; ${VARIABLE}`);
    else checkReason(why, found, where, problems);
  }
}

function checkFiles(files: readonly ConfigFile[], path: string, problems: Problems): void {
  for (const { path: file, content, public: why } of files) {
    const found = secretInFile(content);
    const where = `${path}/files[${file}]`;
    if (found && why === undefined) problems.add(where, `holds ${found}, and would stand in Git; ${FILE}`);
    else checkReason(why, found, where, problems);
  }
}

/** A reason that nobody asks for hides the next mistake. */
function checkReason(
  why: string | undefined,
  found: string | undefined,
  where: string,
  problems: Problems,
): void {
  if (why === undefined) return;
  if (!found) problems.add(where, "looks like no secret, so it needs no 'public'; leave it out");
  else if (why.trim() === '') problems.add(where, "'public' says nothing; write why everybody may read it");
}

type Commands = Pick<PlannedComponent, 'command' | 'args' | 'probes'> & {
  readonly wait?: PlannedComponent['wait'];
  readonly shutdown?: PlannedComponent['shutdown'];
  readonly preStop?: readonly string[];
};

function checkCommands(container: Commands, path: string, problems: Problems): void {
  const { command = [], args = [], wait, probes = {}, shutdown, preStop = [] } = container;
  const stops = typeof shutdown?.preStop === 'object' ? shutdown.preStop : preStop;
  const asks = (Object.values(probes) as Probe[]).flatMap(({ check }) =>
    'exec' in check ? [check.exec] : [],
  );
  for (const words of [[...command, ...args], wait?.command ?? [], stops, ...asks]) {
    const found = secretInCommand(words);
    if (found) problems.add(path, `a command holds ${found}, and would stand in Git; ${COMMAND}`);
  }
}
