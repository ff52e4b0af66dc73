/** Who is told of alerts, somewhere on the internet: as strict as the ones that people have. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { authority } from '../../../tools/node/authority';
import { haveAddresses, loseAddresses, OUTSIDE } from '../../../tools/node/reach/addresses';

/** One alert of a notification, as Alertmanager writes it. Source: Alertmanager 0.34, template/template.go. */
export interface Told {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Receiver {
  /** With a token in it; every other path is refused. */
  readonly url: string;
  /** Certificate of the authority that has signed its own. */
  readonly authority: string;
  /** What it was told, first to last. */
  readonly told: readonly Told[];
  /** Requests that it has refused, and why. */
  readonly refused: readonly string[];
  end(): Promise<void>;
}

const PLACE = OUTSIDE.filter(({ name }) => name === 'internet');

export async function startReceiver(folder: string): Promise<Receiver> {
  await haveAddresses(PLACE);
  const { address } = PLACE[0]!;
  const ca = await authority(folder, `receiver-${randomBytes(4).toString('hex')}`);
  const own = await ca.sign('receiver', '/CN=receiver', [`IP:${address}`]);
  const path = `/hooks/${randomBytes(16).toString('hex')}`;
  const told: Told[] = [];
  const refused: string[] = [];
  const server: Server = createServer(
    { cert: readFileSync(own.cert), key: readFileSync(own.key) },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const wrong = whatIsWrong(request.method, request.url === path, request.headers, text);
        if (wrong) refused.push(wrong);
        else told.push(...JSON.parse(text).alerts);
        response.writeHead(wrong ? 400 : 200).end();
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(443, address, resolve);
  });
  return {
    url: `https://${address}${path}`,
    authority: readFileSync(ca.cert, 'utf8'),
    told,
    refused,
    end: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await loseAddresses(PLACE);
    },
  };
}

function whatIsWrong(
  method: string | undefined,
  isPath: boolean,
  headers: Readonly<Record<string, unknown>>,
  text: string,
): string | undefined {
  if (method !== 'POST' || !isPath) return 'nobody has this address';
  if (headers['content-type'] !== 'application/json') return `content type ${headers['content-type']}`;
  try {
    const { version, status, alerts } = JSON.parse(text);
    if (version !== '4') return `version ${version}`;
    if (!['firing', 'resolved'].includes(status) || !(alerts.length > 0)) return `status ${status}`;
    const bare = (alerts as Told[]).find(
      ({ labels, annotations }) => !labels.alertname || !labels.severity || !annotations.summary,
    );
    return bare && `nothing to show to a person: ${JSON.stringify(bare)}`;
  } catch (error) {
    return (error as Error).message;
  }
}
