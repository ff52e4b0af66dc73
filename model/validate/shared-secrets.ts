/** What is wrong with values that several components share. */
import { didYouMean, type Problems } from '../problems';
import { systemPath } from '../resolve/draft';
import type { System } from '../system';

/** A name that a shell takes, and of which a Secret can be called. */
const VARIABLE = /^[A-Z][A-Z0-9_]*[A-Z0-9]$/;

/** @param system the whole one, before an environment has left anything out */
export function checkSharedSecrets(system: System, problems: Problems): void {
  for (const [variable, names] of Object.entries(system.sharedSecrets ?? {})) {
    const path = systemPath(system, `sharedSecrets/${variable}`);
    if (!VARIABLE.test(variable)) {
      problems.add(path, `'${variable}' is no name of a variable, such as SESSION_KEY`);
    }
    for (const [index, name] of names.entries()) {
      const definition = system.components[name];
      if (!definition) {
        problems.add(
          path,
          `there is no component '${name}'${didYouMean(name, Object.keys(system.components))}`,
        );
      } else if (definition.operated) {
        problems.add(path, `an operator makes '${name}', which takes no variables; leave it out`);
      } else if (names.indexOf(name) !== index) {
        problems.add(path, `'${name}' is there twice; keep one of them`);
      }
    }
    if (new Set(names).size < 2) {
      problems.add(path, "is for one component alone; say it in its own 'secrets'");
    }
  }
}
