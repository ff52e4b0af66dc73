import { ON_DEMAND, PROGRAM_NAMES, type Program, program } from './programs';
import { isLate } from './time-limit';

/** `tsx tools/lab/build.ts [name…]`: builds the named programs, or all that every run needs, one after another. */
async function main(names: string[]) {
  const left: string[] = [];
  const needed = PROGRAM_NAMES.filter((name) => !ON_DEMAND.includes(name));
  for (const name of names.length > 0 ? names : needed) {
    if (!PROGRAM_NAMES.includes(name as Program)) {
      throw new Error(`no program "${name}"; there are ${PROGRAM_NAMES.join(', ')}`);
    }
    try {
      console.log(await program(name as Program));
    } catch (error) {
      if (!isLate()) throw error;
      left.push(name);
    }
  }
  if (left.length > 0) console.log(`left for the next run: ${left.join(', ')}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
