import { describe, expect, test } from 'vitest';
import { compare, type Declared, type Dns, STRAY, surroundings } from '../../tools/lab/connectivity';
import { dataPlanes } from '../../tools/lab/gateway';
import { compareIpv6 } from '../../tools/lab/ipv6';
import type { Unit } from '../../tools/lab/manifests';
import { connectivity } from '../../tools/lab/netpol';
import { podTemplate } from '../../tools/lab/pods';
import { broken, fixture } from './fixture';
import { needBuilt } from './lab';
import { unitsAtEveryPhase } from './units';

/** What the policies of a unit allow in the middle of everything that could be around it. */
const allowedBy = (netpolicy: string, unit: Unit, declared: readonly Declared[], dns: Dns) =>
  connectivity(netpolicy, [...unit.objects, ...surroundings(unit, declared, dns)]);

describe.each(unitsAtEveryPhase())('the policies of $label', (unit) => {
  test('allow exactly the declared connections', async (context) => {
    const netpolicy = await needBuilt(context, 'netpolicy');
    const { connections, cluster } = await unit.plan();
    const allowed = await allowedBy(netpolicy, unit, connections, cluster.dns);
    expect(compare(unit, allowed, connections, cluster.dns)).toEqual({ missing: [], excess: [] });
  });

  test('allow exactly the declared IPv6 ranges', async () => {
    const { connections } = await unit.plan();
    const pods = [...unit.objects, ...dataPlanes(unit.objects)].filter(podTemplate);
    expect(compareIpv6(unit, pods, connections)).toEqual({ missing: [], excess: [] });
  });

  test('let a pod nobody declared reach nobody, and nobody reach it', async (context) => {
    const netpolicy = await needBuilt(context, 'netpolicy');
    const { connections, cluster } = await unit.plan();
    const stray = `${unit.namespace}/${STRAY}`;
    const found = (await allowedBy(netpolicy, unit, connections, cluster.dns))
      .filter(({ from, to }) => from === stray || to === stray)
      .filter(({ to }) => to !== `${cluster.dns.namespace}/dns`);
    expect(found).toEqual([]);
  });
});

describe('the judge of connectivity', () => {
  const component = (name: string) => ({ kind: 'component', name }) as const;
  const tcp = (from: string, to: string, port: number): Declared => ({
    from: component(from),
    to: component(to),
    port,
    protocol: 'TCP',
  });
  const dns: Dns = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 };
  const declared = ['web', 'migrate', 'report'].map((client) => tcp(client, 'store', 6379));
  const judge = async (context: Parameters<typeof needBuilt>[0], unit: Unit, flows = declared) =>
    compare(unit, await allowedBy(await needBuilt(context, 'netpolicy'), unit, flows, dns), flows, dns);

  test('agrees with policies that match their flows', async (context) => {
    expect(await judge(context, fixture())).toEqual({ missing: [], excess: [] });
  });

  test('names a missing egress rule', async (context) => {
    const unit = broken((find) => {
      find('NetworkPolicy/web').spec.egress = [];
    });
    const missing = [`${unit.namespace}/web → ${unit.namespace}/store TCP 6379`];
    expect(await judge(context, unit)).toEqual({ missing, excess: [] });
  });

  test('names a pair that both sides open without a flow', async (context) => {
    const unit = broken((find) => {
      find('NetworkPolicy/report').spec.ingress = find('NetworkPolicy/store').spec.ingress;
      find('NetworkPolicy/web').spec.egress[0].to.push({
        podSelector: find('NetworkPolicy/report').spec.podSelector,
      });
    });
    const excess = [`${unit.namespace}/web → ${unit.namespace}/report TCP 6379`];
    expect(await judge(context, unit)).toEqual({ missing: [], excess });
  });

  test('names addresses that are open and should not be', async (context) => {
    const unit = broken((find) => {
      find('NetworkPolicy/web').spec.egress.push({
        to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] } }],
        ports: [{ port: 443, protocol: 'TCP' }],
      });
    });
    const web = `${unit.namespace}/web`;
    expect((await judge(context, unit)).excess.join()).toContain(`${web} → addresses TCP 443: 0.0.0.0-9.255`);
    const flow: Declared = { from: component('web'), to: { kind: 'internet' }, port: 443, protocol: 'TCP' };
    const { missing, excess } = await judge(context, unit, [...declared, flow]);
    expect(missing).toEqual([]);
    expect(excess.join(), 'the metadata service must stay closed').toContain('169.254.0.0-169.254.255.255');
  });

  test('names a policy that lets a foreign namespace in', async (context) => {
    const unit = broken((find) => {
      find('NetworkPolicy/store').spec.ingress[0].from[0].namespaceSelector = {};
    });
    const excess = [`elsewhere/web → ${unit.namespace}/store TCP 6379`];
    expect(await judge(context, unit)).toEqual({ missing: [], excess });
  });

  test('names IPv6 ranges that are open and should not be', () => {
    const unit = broken((find) => {
      find('NetworkPolicy/web').spec.egress.push({
        to: [{ ipBlock: { cidr: '::/0', except: ['fc00::/7'] } }],
        ports: [{ port: 443, protocol: 'TCP' }],
      });
    });
    const flow: Declared = { from: component('web'), to: { kind: 'internet' }, port: 443, protocol: 'TCP' };
    const { missing, excess } = compareIpv6(unit, unit.objects.filter(podTemplate), [flow]);
    expect(missing).toEqual([]);
    expect(excess).toEqual(['web to TCP 443 ::1', 'web to TCP 443 fe80::1']);
    const closed = compareIpv6(fixture(), unit.objects.filter(podTemplate), [flow]);
    expect(closed.missing).toContain('web to TCP 443 2606:4700:4700::1111');
  });

  test('names a tunnel of the mesh that is missing, and one that nobody declared', async (context) => {
    const meshed = (change: Parameters<typeof broken>[0] = () => {}): Unit =>
      broken((find, unit) => {
        find(`Namespace/${unit.namespace}`).metadata.labels = { 'istio.io/dataplane-mode': 'ambient' };
        change(find, unit);
      });
    const shut = meshed();
    const missing = ['migrate', 'report', 'web'].map(
      (name) => `${shut.namespace}/${name} → ${shut.namespace}/store TCP 15008`,
    );
    expect(await judge(context, shut)).toEqual({ missing, excess: [] });
    const open = meshed((find) => {
      const ports = [6379, 15008].map((port) => ({ port, protocol: 'TCP' }));
      find('NetworkPolicy/store').spec.ingress[0].ports = ports;
      for (const name of ['web', 'migrate', 'report'])
        find(`NetworkPolicy/${name}`).spec.egress[0].ports = ports;
    });
    expect(await judge(context, open)).toEqual({ missing: [], excess: [] });
    const undeclared = `${open.namespace}/web → ${open.namespace}/store TCP 15008`;
    expect((await judge(context, open, declared.slice(1))).excess).toContain(undeclared);
  });

  test('names replicas that may talk to each other without a flow', async (context) => {
    const unit = broken((find) => {
      const { podSelector } = find('NetworkPolicy/web').spec;
      find('NetworkPolicy/web').spec.egress[0].to.push({ podSelector });
      find('NetworkPolicy/web').spec.ingress = [{ from: [{ podSelector }] }];
    });
    const excess = [`${unit.namespace}/web → ${unit.namespace}/web TCP 6379`];
    expect(await judge(context, unit)).toEqual({ missing: [], excess });
  });
});
