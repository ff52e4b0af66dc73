/** What answers under a name in the namespace. */
import { isPostgresCluster } from '../../tools/lab/cnpg-pods';
import { type KubeObject, kindOf } from './kubernetes';

export interface Named {
  readonly name: string;
  readonly ports: readonly number[];
}

interface Cluster {
  managed?: { services?: { additional?: { serviceTemplate: { metadata: { name: string } } }[] } };
}

/** CloudNativePG's Services have PostgreSQL's port and no other: pkg/specs/services.go of its repository. */
const POSTGRES = 5432;

/** All Services, those too that an operator makes of its resource. */
export const servicesOf = (objects: readonly KubeObject[]): Named[] => [
  ...kindOf(objects, 'Service').map(({ metadata: { name }, spec }) => ({
    name,
    ports: ((spec as { ports?: { port: number }[] }).ports ?? []).map(({ port }) => port),
  })),
  ...objects.filter(isPostgresCluster).flatMap(({ spec }) =>
    ((spec as Cluster).managed?.services?.additional ?? []).map(({ serviceTemplate }) => ({
      name: serviceTemplate.metadata.name,
      ports: [POSTGRES],
    })),
  ),
];
