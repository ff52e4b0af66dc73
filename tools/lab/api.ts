import { readFileSync } from 'node:fs';
import { request } from 'node:https';

/** Who can log in besides the administrator: one of the people, and a node. Neither may do anything by itself. */
export type Login = 'person' | 'node';

/** How to reach a running lab; plain data, so it can be handed to another process. */
export interface ClusterInfo {
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  readonly token: string;
  /** Tokens of others than the administrator. */
  readonly logins: Readonly<Record<Login, string>>;
  readonly caFile: string;
  readonly kubeconfig: string;
  readonly kubectlPath: string;
  /** The lab's temporary folder. */
  readonly folder: string;
}

/** A list as the API server returns it. */
export interface List<T> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: T[];
}

/** One request to the API server; the parsed answer. @throws on any status from 400 up. */
export function call<T>(info: ClusterInfo, method: string, path: string, body?: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const sent = open(info, method, path, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((answer.statusCode ?? 500) < 400) resolve(parsed<T>(text));
        else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 500)}`));
      });
    });
    sent.on('error', reject);
    sent.setTimeout(30_000, () => sent.destroy(new Error(`${method} ${path}: no answer in 30 s`)));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** `/readyz` and the like answer in plain text. */
function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    return text as T;
  }
}

/** One change of a watched object. */
export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/** Follows a collection from `resourceVersion` on; returns the function that ends it. */
export function watch<T>(
  info: ClusterInfo,
  path: string,
  resourceVersion: string,
  each: (event: WatchEvent<T>) => void,
): () => void {
  let rest = '';
  const sent = open(info, 'GET', `${path}?watch=1&resourceVersion=${resourceVersion}`, (answer) => {
    answer.setEncoding('utf8');
    answer.on('error', () => undefined);
    answer.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line) each(JSON.parse(line) as WatchEvent<T>);
    });
  });
  // Ending a watch resets its connection; that is no error.
  sent.on('error', () => undefined);
  sent.end();
  return () => sent.destroy();
}

function open(
  info: ClusterInfo,
  method: string,
  path: string,
  onAnswer: Parameters<typeof request>[2] & object,
) {
  const headers: Record<string, string> = {
    authorization: `Bearer ${info.token}`,
    'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
  };
  return request(info.server + path, { method, headers, ca: readFileSync(info.caFile) }, onAnswer);
}
