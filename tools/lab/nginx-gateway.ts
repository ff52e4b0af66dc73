/** The configuration of a gateway of a product's own, as nginx on this machine can read it. */

export interface Here {
  /** For its files. */
  readonly folder: string;
  /** Of its two servers. */
  readonly ports: { readonly http: number; readonly status: number };
  /** Address of an upstream in the configuration, `auth:8000` → where it is here. @default a port where nobody is */
  readonly upstreams?: Readonly<Record<string, string>>;
}

/** Only addresses and places differ: names of Services are known in their cluster alone. */
export const asHere = (config: string, { folder, ports, upstreams = {} }: Here): string =>
  config
    // Wherever the container's folder is here.
    .replaceAll(/(\s)\S*\/tmp\//g, (_, before: string) => `${before}${folder}/`)
    .replace('/dev/stdout', `${folder}/access.log`)
    .replace('/dev/stderr', `${folder}/error.log`)
    .replace('listen 8080;', `listen 127.0.0.1:${ports.http};`)
    .replace('listen 127.0.0.1:8081;', `listen 127.0.0.1:${ports.status};`)
    // Whoever asks here plays the platform's gateway.
    .replace('set_real_ip_from 10.0.0.0/8;', 'set_real_ip_from 127.0.0.0/8;')
    .replaceAll(
      /proxy_pass http:\/\/([\w.-]+:\d+)/g,
      (_, at: string) => `proxy_pass http://${upstreams[at] ?? '127.0.0.1:9'}`,
    );
