import { type KubeObject, kindOf, title } from '../support/kubernetes';
import { another, type Rule, rule } from '../support/rule';
import { NothingToBreak, type Seed } from '../support/seeds';
import { planOf } from '../support/systems';

interface External {
  target: { name: string };
}
/** Secrets that something in the cluster makes. */
const made = (objects: readonly KubeObject[]): Set<string> =>
  new Set(kindOf(objects, 'ExternalSecret').map(({ spec }) => (spec as External).target.name));

/** Of its own; what it has at others is called by both names. */
const isOf = ({ metadata }: KubeObject, name: string): boolean =>
  metadata.name === name || metadata.labels?.['app.kubernetes.io/name'] === name;

const local: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const secrets = made(objects);
  return plan.local.flatMap(({ name, variables }) => [
    ...objects
      .filter((object) => isOf(object, name))
      .map((object) => `${title(object)} is here, and ${name} is on somebody's own machine`),
    ...variables.flatMap((one) =>
      'from' in one && !secrets.has(one.from.secret)
        ? [`${name} reads Secret ${one.from.secret}, which nobody makes`]
        : [],
    ),
  ]);
};

const lost: Seed = (objects, plan) => {
  const [secret] = plan.local
    .flatMap(({ variables }) => variables)
    .flatMap((one) => ('from' in one ? one.from.secret : []));
  if (!secret) throw new NothingToBreak('nobody needs a Secret');
  const at = objects.findIndex(
    ({ kind, spec }) => kind === 'ExternalSecret' && (spec as External).target.name === secret,
  );
  objects.splice(at, 1);
};
const there: Seed = (objects, plan) => {
  const [one] = plan.local;
  if (!one) throw new NothingToBreak('everything is here');
  another('NetworkPolicy', 'metadata.name', one.name)(objects);
};

rule("who develops on a machine of one's own has all there, and nothing of that is here", local, [
  ['a Secret that nobody makes', lost, /reads Secret .*, which nobody makes/],
  ['something of it in the cluster', there, /is here, and .* is on somebody's own machine/],
]);
