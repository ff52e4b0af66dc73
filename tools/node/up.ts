import { bringUp } from '../lab/bring-up';
import { bringAddOns, groupsServed } from './add-ons';
import { startRealCluster } from './cluster';
import { environmentsToStart } from './environments';
import { startProviders } from './providers';
import { planStarted } from './write-environments';

/** Seconds one wave may take. */
const PATIENCE = 300;

/** `npm run node`: environments on real nodes to try things on, until Ctrl-C. */
async function main() {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  const cluster = await startRealCluster();
  console.log(`The nodes are up after ${seconds()} s. In another terminal, as root:`);
  console.log(`  nsenter --target $(pgrep -n -f ${cluster.folder}/etcd) --net --mount`);
  console.log(`  export KUBECONFIG=${cluster.kubeconfig}`);
  console.log(`  alias kubectl=${cluster.kubectlPath}`);
  for (const unit of environmentsToStart()) {
    await bringAddOns(cluster, unit);
    await startProviders(cluster, cluster.nodes, unit, await planStarted(unit));
    const options = { patience: PATIENCE, served: await groupsServed(unit), real: true };
    const { messages, refused, notReady } = await bringUp(cluster, unit, options);
    for (const text of [...messages, ...refused, ...notReady]) console.log(`${unit.namespace}: ${text}`);
    console.log(`${unit.namespace} is ${notReady.length > 0 ? 'not ready' : 'ready'} after ${seconds()} s.`);
  }
  console.log('Ctrl-C stops it and leaves nothing behind.');
  await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
  cluster.stop();
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
