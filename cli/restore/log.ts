/** A store that starts with other data than it had begins another log: it would not write into the one that is there. */
import type { StepToDo } from '../steps';
import type { Scene } from './steps';

/** After the old one has stopped, which would else write there too. Nothing where no operator keeps a log elsewhere. */
export function newLogs({ plan, stores }: Scene): StepToDo[] {
  const next = stores.flatMap(({ store, log }) => (log ? [`'${store}': ${log.number + 1}`] : []));
  if (next.length === 0) return [];
  return [
    {
      text:
        `Begin another log: write \`logs: { ${next.join(', ')} }\` to 'backups' of ${plan.environment}, in the system's ` +
        'definition, synthesize, commit and push. The log that is there leads back to any moment until now, and stays until ' +
        'you delete its folder; without this step nothing more would be sent away. Leave it out where it was done for this ' +
        'very restore.',
      commands: ['npx cdk8s synth'],
    },
  ];
}
