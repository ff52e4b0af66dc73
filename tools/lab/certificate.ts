import { must, which } from './exec';
import { MissingProgramError } from './programs';

/** A self-signed certificate for these hosts and its key, as PEM; valid for a day. */
export async function certificate(hosts: readonly string[]): Promise<{ cert: string; key: string }> {
  const openssl = which('openssl');
  if (!openssl) throw new MissingProgramError('openssl is missing: it makes the throw-away certificates');
  const text = await must(openssl, [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=phasewise lab',
    '-addext',
    `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`,
    '-keyout',
    '-',
    '-out',
    '-',
  ]);
  const block = (name: RegExp) => `${text.match(name)?.[0] ?? ''}\n`;
  return {
    cert: block(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/),
    key: block(/-----BEGIN (EC )?PRIVATE KEY-----[\s\S]*?-----END (EC )?PRIVATE KEY-----/),
  };
}
