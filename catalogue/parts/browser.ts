/**
 * A browser that a program drives by itself: Chromium without a screen, as Playwright starts it, in a pod that may do
 * next to nothing.
 *
 * It has no sandbox of its own (`chromiumSandbox: false`, Playwright's default, is `--no-sandbox`): that one wants user
 * namespaces, which the seccomp profile `RuntimeDefault` refuses, and a profile of our own would have to lie on every
 * node. In its place stand the pod's own walls: no capability, no token, a root file system that is read-only, and a way
 * out to public addresses at the most. They keep a page out of the network, and not out of the program that opened it:
 * who prints what strangers wrote switches JavaScript off for it, and gives that pod as few accounts as can be.
 * Source: microsoft/playwright, chromium.ts (chromiumSandbox) and docs/src/docker.md (seccomp_profile.json).
 */
import type { Definition, Identity, Scratch } from '../../model/component';
import type { Bytes } from '../../model/units';

export interface Browser {
  /** Room for profiles, downloads and what it prints, in `/tmp`. @default 1Gi */
  readonly temporary?: Bytes;
  /**
   * Most that pages may share between their processes, in `/dev/shm`. It is memory and counts in the limit. Playwright
   * has Chromium take files in `/tmp` for it unless the program starts it with
   * `ignoreDefaultArgs: ['--disable-dev-shm-usage']` (chromiumSwitches.ts). Chromium 156 was seen to take memory without
   * a name (memfd) either way, and to leave both empty; older ones do not. @default 256Mi
   */
  readonly sharedMemory?: Bytes;
}

/**
 * User `pwuser` of Playwright's images for Ubuntu 24.04, which is made after the base image's own user 1000.
 * Source: microsoft/playwright, utils/docker/Dockerfile.noble (`adduser pwuser`).
 */
export const PLAYWRIGHT_USER: Identity = { user: 1001, group: 1001 };

/** Where those images have their browsers, for any user to read. Source: the same file. */
export const BROWSER_ENV = { HOME: '/tmp', PLAYWRIGHT_BROWSERS_PATH: '/ms-playwright' } as const;

/** Of the memory limit, in percent, for the program that drives it: the rest is the browser's. */
export const HEAP_BESIDE_BROWSER = 25;

export const browserScratch = ({
  temporary = '1Gi',
  sharedMemory = '256Mi',
}: Browser): readonly Scratch[] => [
  { mountPath: '/tmp', size: temporary },
  { mountPath: '/dev/shm', size: sharedMemory, memory: true },
];

/** What its makers say of running it, for whoever does. */
export const BROWSER_CAVEATS: NonNullable<Definition['caveats']> = [
  'Chromium runs without a sandbox of its own. Switch JavaScript off (`javaScriptEnabled: false`) and let the page load ' +
    'nothing (`context.route`, `setContent`) where it shows what strangers wrote: what breaks out of a page has what its pod has.',
  'Start it with `ignoreDefaultArgs: ["--disable-dev-shm-usage"]`: what its processes share is then memory, for which the pod has room, and no file.',
  // Source: the same document, "Recommended Docker Configuration" (--init).
  'Let a small init process start the program (`tini --` in its command, from its image): Node.js as the first process of a container leaves dead ones of the browser behind.',
];
