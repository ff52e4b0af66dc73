/**
 * The Gateway: a listener that only sends people to the others, and one for each host. A listener has the certificate of
 * its host alone: a name that the certificate authority cannot check yet holds back itself, and no other. Several
 * certificates at one listener are no way: nginx chooses by the listener's host, never by what a certificate is for
 * (nginx-gateway-fabric, discussion 5647).
 */
import type { Chart } from 'cdk8s';
import { Certificate } from '../../imports/cert-manager.io';
import {
  HttpRouteSpecRulesFiltersType as FilterType,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as From,
  Gateway,
  type GatewaySpecListeners,
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as Scheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode as StatusCode,
  GatewaySpecListenersTlsMode as TlsMode,
} from '../../imports/gateway.networking.k8s.io';
import { EDGE, ofHost, tlsSecret } from '../../model/edge';
import type { GatewayResources } from '../../model/gateway';
import type { Plan, PlannedRoute } from '../../model/plan';
import { comment } from '../parts/comment';
import { edgeMetadata, hosts, listenerOf, PLAIN_LISTENER } from './names';

export function certificates(chart: Chart, plan: Plan): void {
  for (const host of hosts(plan.routes)) {
    const name = ofHost(EDGE, plan, host);
    new Certificate(chart, `${name}-certificate`, {
      metadata: edgeMetadata(plan, name),
      spec: {
        secretName: tlsSecret(plan, host),
        dnsNames: [host],
        issuerRef: { kind: 'ClusterIssuer', name: plan.cluster.certificateIssuer },
      },
    });
  }
}

export function gateway(chart: Chart, plan: Plan, edge: GatewayResources): void {
  const allowedRoutes = { namespaces: { from: From.SAME } };
  const { className, ports } = plan.cluster.gateway;
  const encrypted = (internal: boolean): GatewaySpecListeners[] =>
    hosts(of(plan, internal)).map((hostname) => ({
      name: listenerOf(plan, { host: hostname, internal }),
      hostname,
      port: internal ? ports.internal! : ports.https,
      protocol: 'HTTPS',
      allowedRoutes,
      tls: {
        mode: TlsMode.TERMINATE,
        certificateRefs: [{ name: tlsSecret(plan, hostname) }],
        options: edge.tlsOptions && { ...edge.tlsOptions },
      },
    }));
  const object = new Gateway(chart, 'gateway', {
    metadata: edgeMetadata(plan),
    spec: {
      gatewayClassName: className,
      infrastructure: edge.parameters && { parametersRef: edge.parameters },
      listeners: [
        { name: PLAIN_LISTENER, port: ports.http, protocol: 'HTTP', allowedRoutes },
        ...encrypted(false),
        ...encrypted(true),
      ],
    },
  });
  comment(object, 'A host without a certificate is shut, and holds no other back.', ['spec', 'listeners', 1]);
}

const of = ({ routes }: Plan, internal: boolean): PlannedRoute[] =>
  routes.filter((route) => route.internal === internal);

export function redirectToHttps(chart: Chart, plan: Plan): void {
  new HttpRoute(chart, 'redirect', {
    metadata: edgeMetadata(plan, `${EDGE}-redirect`),
    spec: {
      parentRefs: [{ name: EDGE, sectionName: PLAIN_LISTENER }],
      hostnames: hosts(of(plan, false)),
      rules: [
        {
          filters: [
            {
              type: FilterType.REQUEST_REDIRECT,
              requestRedirect: { scheme: Scheme.HTTPS, statusCode: StatusCode.VALUE_301 },
            },
          ],
        },
      ],
    },
  });
}
