/** A system of one component, with nothing but the necessary and what a test adds. */
import type { Definition } from '../../model/component';
import type { System } from '../../model/system';
import { podTemplates } from './kubernetes';
import { objectsOf } from './synth';
import { SHOP } from './system';

/** Nothing but what a definition must have. */
const BARE: Definition = {
  technology: 'bare',
  tier: 'app',
  description: 'Bare',
  image: { repository: 'bare', tag: '0.1.0' },
  workload: 'Deployment',
  identity: { user: 11, group: 12 },
  ports: {},
  resources: { requests: { cpu: '1m', memory: '1Mi' }, limits: { memory: '2Mi' } },
  shutdown: { grace: 7 },
};

/** Adds to the component. */
export const alone = (definition: Partial<Definition>): System => ({
  ...SHOP,
  components: { bare: { ...BARE, ...definition } },
  routes: [],
  flows: [],
});
export const pod = (definition: Partial<Definition>) => podTemplates(objectsOf(alone(definition)))[0]!;
export const main = (definition: Partial<Definition>) => pod(definition).spec.containers[0]!;
