import { broken } from '../support/broken';
import { SHOP, withComponent } from '../support/system';

const shared = (sharedSecrets: Record<string, string[]>, system = SHOP) => ({ ...system, sharedSecrets });

broken('secrets that several share', {
  'a component that is not there': {
    system: shared({ SESSION_KEY: ['web', 'wroker', 'worker'] }),
    path: 'shop/sharedSecrets/SESSION_KEY',
    message: "there is no component 'wroker'. Did you mean 'worker'?",
  },
  'one of which there is one reader': {
    system: shared({ SESSION_KEY: ['web'] }),
    path: 'shop/sharedSecrets/SESSION_KEY',
    message: "is for one component alone; say it in its own 'secrets'",
  },
  'a reader twice': {
    system: shared({ SESSION_KEY: ['web', 'worker', 'web'] }),
    path: 'shop/sharedSecrets/SESSION_KEY',
    message: "'web' is there twice; keep one of them",
  },
  'what is no variable': {
    system: shared({ 'session.key': ['web', 'worker'] }),
    path: 'shop/sharedSecrets/session.key',
    message: "'session.key' is no name of a variable, such as SESSION_KEY",
  },
  "a variable that is also a reader's own": {
    system: shared(
      { SESSION_KEY: ['web', 'worker'] },
      withComponent('web', { secrets: { SESSION_KEY: 'generated' } }),
    ),
    path: 'shop/sharedSecrets/SESSION_KEY',
    message: "SESSION_KEY is already set by the secrets of 'web'; rename one of them",
  },
});
