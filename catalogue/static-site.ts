/** A single-page application, served by the unprivileged nginx image that its build is based on. */
import type { Definition, Image, Resources, Scratch } from '../model/component';
import type { Scaling } from '../model/scaling';

export interface StaticSiteOptions {
  readonly image: Image;
  readonly description: string;
  /** @default 8080, the unprivileged image's */
  readonly port?: number;
  /** @default 1 */
  readonly replicas?: number;
  /** @default always `replicas` */
  readonly scaling?: Scaling;
  /** @default 25m and 32Mi, at most 64Mi */
  readonly resources?: Resources;
  /** Folders that its image writes to beside `/tmp`. @default none, as in the unprivileged image */
  readonly writable?: readonly Scratch[];
}

export function staticSite(options: StaticSiteOptions): Definition {
  const page = { check: { http: '/', port: 'http' } };
  return {
    technology: 'static-site',
    tier: 'app',
    description: options.description,
    filesOnly: true,
    image: options.image,
    workload: 'Deployment',
    identity: { user: 101, group: 101 },
    replicas: options.replicas,
    scaling: options.scaling,
    ports: { http: { number: options.port ?? 8080, purpose: 'pages' } },
    resources: options.resources ?? {
      requests: { cpu: '25m', memory: '32Mi' },
      limits: { memory: '64Mi' },
    },
    probes: {
      startup: { ...page, period: 5, failures: 12 },
      readiness: page,
      liveness: { ...page, failures: 6 },
    },
    // nginx ends open answers on SIGQUIT, the image's stop signal.
    shutdown: { grace: 30, preStop: 10 },
    // Its process id. It takes no bodies and asks no other server, so nginx has nothing to put aside.
    scratch: [{ mountPath: '/tmp', size: '64Mi' }, ...(options.writable ?? [])],
  };
}
