/** Mistakes about files of Secrets, which are mounted as folders. */
import type { Definition } from '../../model/component';
import type { System } from '../../model/system';
import { broken } from '../support/broken';
import { withComponent } from '../support/system';

const FOLDER = '/etc/web/secrets';

/** Two Secrets, `web-one` and `web-two`, at these paths. */
const at = (paths: readonly [one: string, two: string], patch: Partial<Definition> = {}): System =>
  withComponent('web', {
    ...patch,
    credentials: { one: { length: 32 }, two: { length: 32 } },
    configure: (context) => ({
      ...patch.configure?.(context),
      secretFiles: [
        { ...context.credential('one'), path: paths[0] },
        { ...context.credential('two'), path: paths[1] },
      ],
    }),
  });
const apart = [`${FOLDER}/one/password`, `${FOLDER}/two/password`] as const;

broken('files of Secrets', {
  'two in one folder': {
    system: at([`${FOLDER}/one`, `${FOLDER}/two`]),
    path: 'shop/components/web',
    message: `'${FOLDER}' cannot hold files of Secret 'web-one' and of Secret 'web-two'; give each a folder`,
  },
  'no folder': {
    system: at(['/one', apart[1]]),
    path: 'shop/components/web',
    message: "file '/one' of Secret 'web-one' needs a folder of its own",
  },
  'one in two folders': {
    system: withComponent('web', {
      credentials: { one: { length: 32 } },
      configure: (context) => ({
        secretFiles: apart.map((path) => ({ ...context.credential('one'), path })),
      }),
    }),
    path: 'shop/components/web',
    message: `files of Secret 'web-one' are in '${FOLDER}/one' and in '${FOLDER}/two'; put all into one`,
  },
  'a configuration file beside them': {
    system: at(apart, { configure: () => ({ files: [{ path: `${FOLDER}/one/web.conf`, content: '' }] }) }),
    path: 'shop/components/web',
    message: `'${FOLDER}/one/web.conf' is in '${FOLDER}/one', which Secret 'web-one' has for itself; move one`,
  },
  'a writable path inside': {
    system: at(apart, { scratch: [{ mountPath: `${FOLDER}/two`, size: '1Mi' }] }),
    path: 'shop/components/web',
    message: `'${FOLDER}/two' is in '${FOLDER}/two', which Secret 'web-two' has for itself; move one`,
  },
});
