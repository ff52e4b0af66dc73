/** What Grafana reads from: the servers that it has a flow to. */
import type { Env } from '../../model/component';
import type { Context, Upstream } from '../../model/context';
import { PROMETHEUS_UID } from './dashboard';
import { passwordVariable } from './passwords';
import { urlOf } from './url';

/** Technologies that are data sources, and the uid of the first one of each. */
const UIDS: Readonly<Record<string, string>> = {
  elasticsearch: 'elasticsearch',
  jaeger: 'jaeger',
  loki: 'loki',
  prometheus: PROMETHEUS_UID,
};

/** Jaeger's are those that are asked for pages; by another port Grafana would send traces of its own. */
export const sourcesOf = ({ upstreams }: Context): readonly Upstream[] =>
  upstreams.filter(
    (one) => one.technology in UIDS && (one.technology !== 'jaeger' || one.told().facts.ui === urlOf(one)),
  );

/** Types of data sources as Grafana's plugins call them, which is what the technologies are called. */
export const typesOf = (context: Context): readonly string[] =>
  sourcesOf(context).map(({ technology }) => technology);

/** Grafana fills them in where a data source names them by `$NAME`. */
export const sourcePasswords = (context: Context): Env =>
  Object.fromEntries(
    sourcesOf(context).flatMap(({ name, account }) => {
      if (!account) return [];
      const user = typeof account.username === 'string' ? [] : [[userVariable(name), account.username]];
      return [...user, [passwordVariable(name), account.password]];
    }),
  );

const userVariable = (name: string): string => passwordVariable(name).replace(/PASSWORD$/, 'USERNAME');

export function dataSource(one: Upstream, index: number, all: readonly Upstream[]) {
  const { name, technology } = one;
  const first = all.findIndex((other) => other.technology === technology) === index;
  return {
    name,
    uid: first ? UIDS[technology] : `${technology}-${name}`,
    type: technology,
    access: 'proxy',
    url: urlOf(one),
    editable: false,
    ...loginOf(one),
    ...(technology === 'prometheus' && { isDefault: first, jsonData: { httpMethod: 'POST' } }),
    ...(technology === 'elasticsearch' && {
      jsonData: { index: one.told().facts.indices, timeField: '@timestamp' },
    }),
  };
}

const loginOf = ({ name, account }: Upstream) =>
  account && {
    basicAuth: true,
    basicAuthUser: typeof account.username === 'string' ? account.username : `$${userVariable(name)}`,
    secureJsonData: { basicAuthPassword: `$${passwordVariable(name)}` },
  };
