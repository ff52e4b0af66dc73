import { startRealCluster } from './cluster';

/** `npm run node`: real nodes to try things on, until Ctrl-C. */
async function main() {
  const started = Date.now();
  const cluster = await startRealCluster();
  console.log(
    `The cluster is up after ${((Date.now() - started) / 1000).toFixed(1)} s. In another terminal:`,
  );
  console.log(`  nsenter --target $(pgrep -of ${__filename}) --all`);
  console.log(`  export KUBECONFIG=${cluster.kubeconfig}`);
  console.log(`  alias kubectl=${cluster.kubectlPath}`);
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
