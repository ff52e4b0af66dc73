import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../lab/exec';

/** Files of a certificate and its key. */
export interface Signed {
  readonly cert: string;
  readonly key: string;
}

/** An authority that lives as long as the lab, and what it signs. */
export interface Authority extends Signed {
  /** @param subject as in `/O=system:masters/CN=kube-apiserver`; @param names DNS names or addresses, as openssl writes them */
  sign(name: string, subject: string, names?: readonly string[]): Promise<Signed>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const DAYS = ['-days', '2'];

/** Makes an authority whose files are `folder/<name>.crt` and `.key`. */
export async function authority(folder: string, name: string): Promise<Authority> {
  const files = (own: string): Signed => ({
    cert: join(folder, `${own}.crt`),
    key: join(folder, `${own}.key`),
  });
  const ca = files(name);
  await must('openssl', [
    'req',
    '-x509',
    ...DAYS,
    ...NEW_KEY,
    '-subj',
    `/CN=${name}`,
    '-keyout',
    ca.key,
    '-out',
    ca.cert,
  ]);
  return {
    ...ca,
    async sign(own, subject, names = []) {
      const made = files(own);
      const extensions = join(folder, `${own}.ext`);
      const hosts = names.length > 0 ? [`subjectAltName=${names.join(',')}`] : [];
      writeFileSync(extensions, ['extendedKeyUsage=clientAuth,serverAuth', ...hosts].join('\n'));
      const by = ['-CA', ca.cert, '-CAkey', ca.key, '-extfile', extensions];
      const asked = await must('openssl', ['req', '-new', ...NEW_KEY, '-subj', subject, '-keyout', made.key]);
      const signed = await must('openssl', ['x509', '-req', ...DAYS, ...by], { stdin: asked });
      writeFileSync(made.cert, signed);
      return made;
    },
  };
}
