import { type Daemon, sleep } from '../../lab/exec';

/** Tries until it works. @throws Error after a minute, or when the daemon has ended */
export async function untilDone(daemon: Daemon, work: () => Promise<unknown>): Promise<void> {
  for (const until = Date.now() + 60_000; ; await sleep(300)) {
    daemon.check();
    const error = await work().catch((one: Error) => one);
    if (!(error instanceof Error)) return;
    if (Date.now() > until) throw error;
  }
}
