/** Seven diagrams: each of their arrows has its place in what is committed, or its line on the page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../model/resolve';
import orgChatbot from '../../systems/org-chatbot';
import { ROOT } from '../support/dist';
import { changed } from '../support/variants';
import { committed } from './committed';
import { lines, open } from './open';

const production = committed('org-chatbot/production');
const { inside, outside } = open('org-chatbot/production');
const page = readFileSync(join(ROOT, 'docs', 'systems', 'org-chatbot.md'), 'utf8');

/** Arrow | place: `a → b port` and `a → internet port` are open ways, `Kind/name` an object, `component:text` a file. */
const DIAGRAMS: Readonly<Record<string, string>> = {
  'System overview': `
U → CDN | "CDN, edge cache, WAF and its rules"
CDN → LB | "CDN, edge cache, WAF and its rules"
LB → WAF | "WAF behind the load balancer in one diagram"
WAF → ING | Gateway/edge
ING → FE | HTTPRoute/web
FE → NGINX | "the pages' nginx passes \`/api\` on to \`gateway\`"
NGINX → AUTH | web → gateway 8080
AUTH → RATE | gateway:limit_req zone=user
RATE → CORS | gateway:Access-Control-Allow-Origin
CORS → CHAT | gateway → chat 8000
CHAT → USER | chat → user 8000
CHAT → SESSION | chat → session 8000
CHAT → OLLAMA | chat → ollama 11434
OLLAMA → MODELS | model-manager → ollama 11434
MODELS → CACHE | chat → ai-cache 6379
CHAT → REDIS | chat → redis 6379
USER → PG | user → postgres 5432
SESSION → S3 | session → object-storage 9000
CHAT → PROM | prometheus → chat 8000
FE → PROM | "kube-state-metrics tells what the API server knows"
PROM → GRAF | grafana → prometheus 9090
PROM → LOKI | grafana → loki 3100
NODE → PROM | prometheus:node-exporter
KUBE → PROM | prometheus:kube-state-metrics
ISTIO → CHAT | AuthorizationPolicy/chat
ISTIO → FE | PeerAuthentication/default
REG → FE | ExternalSecret/pull-registry
REG → CHAT | ExternalSecret/pull-registry
SEC → REG | "Container registry, security scanner"
KEY → AUTH | ExternalSecret/auth`,
  'Data flow': `
U → CDN | "CDN, edge cache, WAF and its rules"
CDN → LB | "Application load balancer"
LB → FE | HTTPRoute/web
FE → API | web → gateway 8080
API → API rate limiting | gateway:limit_req zone=client
API → API input validation | gateway:client_max_body_size
API → CHAT | gateway → chat 8000
CHAT → REDIS context | chat → redis 6379
CHAT → AI | chat → ollama 11434
CHAT → FE stream | gateway:proxy_buffering off
CHAT → REDIS session | chat → redis 6379
CHAT → PG | chat → postgres 5432
CHAT → MON | prometheus → chat 8000`,
  Microservices: `
WEB → GATEWAY | web → gateway 8080
MOBILE → GATEWAY | HTTPRoute/gateway
ADMIN → GATEWAY | admin → gateway 8080
GATEWAY → AUTH | gateway → auth 8000
GATEWAY → RATE | gateway:limit_req_zone
GATEWAY → CHAT | gateway → chat 8000
GATEWAY → USER | gateway → user 8000
CHAT → USER | chat → user 8000
CHAT → SESSION | chat → session 8000
CHAT → OLLAMA | chat → ollama 11434
CHAT → NOTIFY | chat → notification 8000
OLLAMA → MODEL | model-manager → ollama 11434
MODEL → CACHE | chat → ai-cache 6379
OLLAMA → TRAIN | training → object-storage 9000
CHAT → REDIS | chat → redis 6379
USER → PG | user → postgres 5432
SESSION → S3 | session → object-storage 9000
CHAT → ES | chat → elasticsearch 9200
CHAT → PROM | prometheus → chat 8000
USER → PROM | prometheus → user 8000
OLLAMA → PROM | prometheus → ollama 7979
PROM → GRAF | grafana → prometheus 9090
PROM → LOKI | grafana → loki 3100
CHAT → JAEGER | chat → jaeger 4317`,
  Security: `
INTERNET → WAF | "CDN, edge cache, WAF and its rules"
WAF → CDN | "CDN, edge cache, WAF and its rules"
CDN → ING | Gateway/edge
ING → NP | NetworkPolicy/default-deny
NP → RBAC | RoleBinding/people-viewer
RBAC → PSP | "Pod Security Admission, \`restricted\`"
PSP → TLS | Certificate/edge-chat
TLS → JWT | gateway:auth_request
TLS → JWT once more | RequestAuthentication/waypoint-chat
JWT → OIDC | auth → internet 443
OIDC → SECRETS | ExternalSecret/auth
SECRETS → ENCRYPT | "storage class \`encrypted\`"
ENCRYPT → BACKUP | "Encrypted backups"
BACKUP → AUDIT | "Audit logging"
AUDIT → DLP | "Data loss prevention"
DLP → SIEM | "SIEM, security operations"
SIEM → SOC | "SIEM, security operations"
SOC → THREAT | "threat detection"
THREAT → INCIDENT | "incident response"`,
  Pipeline: `
DEV → IDE | "Developer, IDE, Git, GitHub Actions"
IDE → GIT | "Developer, IDE, Git, GitHub Actions"
GIT → TRIGGER | "Developer, IDE, Git, GitHub Actions"
TRIGGER → BUILD | "build, test, scan"
BUILD → TEST | "build, test, scan"
TEST → SCAN | "build, test, scan"
SCAN → DEPLOY | "Argo CD syncs \`dist\`"
DEPLOY → DEV_ENV | "down the list in \`systems/org-chatbot/versions.ts\`"
DEPLOY → STAGING | "down the list in \`systems/org-chatbot/versions.ts\`"
DEPLOY → PROD | "down the list in \`systems/org-chatbot/versions.ts\`"
PROD → HEALTH | prometheus → chat 8000
HEALTH → METRICS | prometheus → alertmanager 9093
METRICS → ALERTS | prometheus:HttpErrorRatioHigh
ALERTS → ROLLBACK | "when \`CanaryFailsMore\` or \`CanarySlower\` fires"
ROLLBACK → PROD | "a commit that is reverted"`,
  Scalability: `
ALB → HPA | HorizontalPodAutoscaler/chat
HPA → VPA | VerticalPodAutoscaler/chat
VPA → NODES | "Application load balancer, worker nodes"
NODES → PODS | Deployment/chat
PODS → SERVICES | Gateway/waypoint
SERVICES → REDIS_CLUSTER | StatefulSet/redis
SERVICES → PG_REPLICA | Cluster/postgres-cluster
PG_REPLICA → SHARDING | "Data sharding"
SERVICES → MODEL_REPLICAS | ScaledObject/ollama
MODEL_REPLICAS → GPU_NODES watched | prometheus:dcgm-exporter
MODEL_REPLICAS → GPU_NODES | "1 \`nvidia.com/gpu\` for each pod, of pool gpu"
GPU_NODES → INFERENCE_CACHE | chat → ai-cache 6379
INFERENCE_CACHE → CDN | "CDN, edge cache, WAF and its rules"
CDN → CACHE | chat → redis 6379
CACHE → QUEUE | "lists in Redis for notification and training"`,
  'Disaster recovery': `
PRIMARY → PRIMARY_DATA | StatefulSet/object-storage
PRIMARY_DATA → PRIMARY_BACKUP | "Encrypted backups"
PRIMARY_DATA → REPLICA | Cluster/postgres-cluster
REPLICA → SECONDARY_DATA | "Secondary region"
SECONDARY_DATA → SECONDARY | "Secondary region"
PRIMARY_BACKUP → S3_BACKUP | "S3 backup, Glacier, cross-region replication"
S3_BACKUP → GLACIER | "S3 backup, Glacier, cross-region replication"
S3_BACKUP → CROSS_REGION | "S3 backup, Glacier, cross-region replication"
DETECT → FAILOVER | "failure detection, failover"
FAILOVER → SECONDARY | "failure detection, failover"
SECONDARY → RESTORE | "restoration, verification"
RESTORE → VERIFY | "restoration, verification"
VERIFY → PRIMARY | "restoration, verification"`,
};

const isThere = (place: string): boolean => {
  if (place.startsWith('"')) return page.includes(place.slice(1, -1));
  if (place.includes(' → internet ')) return outside.includes(place.replace('→ internet ', ''));
  if (place.includes(' → ')) return inside.includes(place);
  const [, component, text] = /^([a-z-]+):(.+)$/.exec(place) ?? [];
  if (component && text)
    return Object.values(production.object('ConfigMap', `${component}-config`).data ?? {}).some((one) =>
      one.includes(text),
    );
  const [kind = '', name = ''] = place.split('/');
  return production.objects.some((one) => one.kind === kind && one.metadata.name === name);
};

describe.each(Object.entries(DIAGRAMS))('%s', (_, table) => {
  test.each(lines(table).map((line) => line.split(' | ')))('%s: %s', (_arrow, place) => {
    expect(isThere(place!)).toBe(true);
  });
});

test('a place that is nowhere would be noticed', () => {
  for (const place of [
    '"nowhere"',
    'web → redis 6379',
    'web → internet 443',
    'Gateway/nowhere',
    'gateway:nothing of it',
  ])
    expect(isThere(place), place).toBe(false);
});

/** "Added" ones, which no diagram draws; each stands among the decisions. */
const ADDED = [
  'auth → user 8000',
  'auth → redis 6379',
  'session → redis 6379',
  'notification → redis 6379',
  'training → redis 6379',
  'model-manager → object-storage 9000',
  'grafana → elasticsearch 9200',
  'user → jaeger 4317',
];
test('arrows that were added are open, and the page says why', () => {
  for (const one of ADDED) expect(inside, one).toContain(one);
  expect(page).toContain('added, because the boxes have no other way to do what they are called');
});

test('who reaches the internet: the login, the messages, the alarms, copies of snapshots, a log; no model', () => {
  expect(outside).toEqual([
    'alertmanager 443',
    'auth 443',
    'backups 443',
    'notification 443',
    'notification 587',
    'postgres 443',
  ]);
});

test('what needs a GPU has one in production, and the page says where it has none', () => {
  const limits = (name: string) => production.container(name).resources?.limits;
  expect(limits('ollama')).toMatchObject({ 'nvidia.com/gpu': '1' });
  expect(limits('training')).toMatchObject({ 'nvidia.com/gpu': '1' });
  expect(page).toContain('| `ollama` | the processor alone: cluster org-chatbot-trial has no pool gpu |');
  expect(committed('org-chatbot/staging').container('ollama').resources?.limits).not.toHaveProperty(
    'nvidia.com/gpu',
  );
});

test('a next version of chat is judged against the one beside it, and the alert says how to go back', () => {
  const canary = { chat: { tag: '1.1.0', weight: 10 } };
  const { alerts } = resolve(changed(orgChatbot, 'production', { canary }), 'production');
  const found = alerts.filter(({ alert }) => alert.startsWith('Canary'));
  expect(found.map(({ alert }) => alert)).toEqual(['CanaryFailsMore', 'CanarySlower']);
  for (const { expr, summary } of found) {
    expect(expr).toContain('job="chat-canary"');
    expect(summary).toContain("take 'chat' out of 'canary' of org-chatbot/production again");
  }
  expect(production.file('prometheus', 'rules.yml')).not.toContain('Canary');
});
