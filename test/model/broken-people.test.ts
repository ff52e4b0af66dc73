import type { People } from '../../model/people';
import { broken } from '../support/broken';
import { withEnvironment } from '../support/system';

const people = (groups: object) => withEnvironment({ people: groups as People });

broken('the groups of people', {
  'nobody is named': {
    system: people({}),
    path: 'shop/live/people',
    message: 'names nobody; give a group one of the roles viewer, operator, admin, or leave it out',
  },
  'a role that there is not': {
    system: people({ viewers: 'team' }),
    path: 'shop/live/people.viewers',
    message: "nothing here is called 'viewers'. Did you mean 'viewer'?",
  },
  'everybody who has a login, and every program': {
    system: people({ viewer: 'system:authenticated' }),
    path: 'shop/live/people.viewer',
    message: "'system:authenticated' is one of Kubernetes' own groups",
  },
  'a wildcard': {
    system: people({ operator: 'team-*' }),
    path: 'shop/live/people.operator',
    message: "'team-*' stands for no other groups",
  },
  'a group without a name': {
    system: people({ admin: ' ' }),
    path: 'shop/live/people.admin',
    message: "' ' is no name of a group",
  },
  'one group with two roles': {
    system: people({ viewer: 'team', admin: 'team' }),
    path: 'shop/live/people.viewer',
    message: "'team' is 'admin' already, which may do all of this; leave it out",
  },
});
