import type { Environment } from '../../model/system';
import { broken } from '../support/broken';
import { KEEPER, SAVED, savedShop } from '../support/saved';
import { WEB, withComponent } from '../support/system';

const when = (backups: object) =>
  savedShop({ backups: { at: '02:00', days: 7, ...backups } as Environment['backups'] });
const elsewhere = { endpoint: 'https://s3.elsewhere.example', region: 'far', bucket: 'shop', days: 30 };

broken('a backup', {
  'nobody keeps it': {
    system: savedShop(undefined, { backups: undefined }),
    path: 'shop/live/backups',
    message: "nobody keeps them; say who: backups: { by: '…' } of 'shop'",
  },
  'a keeper that is not there': {
    system: savedShop(undefined, { backups: { by: 'backup' } }),
    path: 'shop/backups.by',
    message: "there is no component 'backup'. Did you mean 'backups'?",
  },
  'a keeper that keeps nothing': {
    system: savedShop(undefined, { backups: { by: 'store' } }),
    path: 'shop/backups.by',
    message: "'store' keeps no backups. Valid: backups",
  },
  'a key to be kept that is made with a hash': {
    system: savedShop(undefined, {
      components: {
        ...savedShop().components,
        store: { ...SAVED, credentials: { admin: { length: 32, hash: 'bcrypt', outlives: true } } },
      },
    }),
    path: 'shop/components/store/credentials/admin',
    message: "has a hash, which no store makes; leave out 'outlives'",
  },
  'a name that the work has': {
    system: withComponent('store-backup', WEB, savedShop()),
    path: 'shop/components/store-backup',
    message: 'is the name of work on a backup',
  },
  'an exception for what says no way': {
    system: savedShop(undefined, { backups: { by: 'backups', except: { web: 'It keeps nothing.' } } }),
    path: 'shop/backups.except/web',
    message: "'web' says no way to save it",
  },
  'a keeper that cannot do it': {
    system: withComponent(
      'backups',
      {
        keepsBackups: () => {
          throw new Error('only stores that say their size');
        },
      },
      savedShop(
        { backups: { at: '02:00', days: 7 } },
        { components: { ...savedShop().components, web: WEB } },
      ),
    ),
    path: 'shop/components/backups',
    message: 'only stores that say their size',
  },
  'no time of day': {
    system: when({ at: '2:00' }),
    path: 'shop/live/backups.at',
    message: "'2:00' is not a time of day; write 02:00",
  },
  'another place without encryption': {
    system: when({ offsite: { ...elsewhere, endpoint: 'http://s3.elsewhere.example' } }),
    path: 'shop/live/backups.offsite.endpoint',
    message: "'http://s3.elsewhere.example' is not the address of a server, https://",
  },
  'a fact that the store does not tell': {
    system: withComponent(
      'store',
      {
        backup: {
          ...SAVED.backup,
          dump: { script: '', facts: { URL: 'url' }, resources: WEB.resources },
        } as never,
      },
      savedShop(),
    ),
    path: 'shop/flows[store-backup → store].env.URL',
    message: "'store' wants a login",
  },
  'work that would go outwards': {
    system: savedShop(undefined, {
      zones: [
        { name: 'public', title: 'Outside', of: ['internet', 'edge', 'backups'] },
        { name: 'inside', title: 'Inside', of: ['web', 'worker', 'store'] },
      ],
      zoneExceptions: [{ from: 'worker', to: 'internet', why: 'It asks a provider.' }],
    }),
    path: 'shop/backups.by',
    message: "work on 'store' is in zone 'inside' and 'backups' in 'public'",
  },
  'neither a way nor a reason': {
    system: withComponent('backups', { ...KEEPER, backup: {} as never }, savedShop()),
    path: 'shop/components/backups/backup',
    message: 'is not made of one of of, none',
  },
});
