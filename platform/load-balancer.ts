/** What is true of machines that come without a load balancer: a VPS, or one's own. */

/**
 * Sources: k3s, docs/networking/networking-services.md ("How ServiceLB Works", "Known Issue") and
 * pkg/cloudprovider/servicelb.go; MetalLB, installation/clouds.
 */
export const noLoadBalancer: readonly string[] = [
  "Kubernetes has no load balancer of its own: without one the gateway's Service stays `pending`. k3s brings ServiceLB, " +
    'which takes ports 80 and 443 of the nodes; MetalLB needs addresses that nodes may announce, which few providers allow.',
  'With ServiceLB public DNS leads to the nodes that run a pod of the gateway (`externalTrafficPolicy: Local`), and no ' +
    'others. The gateway sees who sends, and the ranges that may come in hold, where requests arrive at the address that ' +
    'the node knows as its own. Behind a translation of addresses, leave `node-external-ip` of k3s out.',
];
