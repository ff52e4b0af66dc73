import type { Signatures, System } from '../../model/system';
import { istio } from '../../platform/istio';
import { broken } from '../support/broken';
import { CLUSTER, DATA_PLANE, GATEWAY, SHOP, withEnvironment } from '../support/system';

const SOUND: Signatures = {
  repositories: 'registry.example/team/',
  issuer: 'https://ci.example',
  subject: '^https://ci\\.example/shop/.*$',
};
const signed = (patch: Partial<Signatures>): System => ({ ...SHOP, signatures: { ...SOUND, ...patch } });
const cluster = (patch: Partial<typeof CLUSTER>): System =>
  withEnvironment({ cluster: { ...CLUSTER, ...patch } });

broken('who signs images', {
  'repositories of nobody': {
    system: signed({ repositories: 'registry.example/taem/' }),
    path: 'shop/signatures.repositories',
    message:
      "no component runs an image from 'registry.example/taem/'. Did you mean 'registry.example/team/'?",
  },
  'repositories that end in the middle of a name': {
    system: signed({ repositories: 'registry.example/team' }),
    path: 'shop/signatures.repositories',
    message: "'registry.example/team' is also the beginning of other names; end it with '/'",
  },
  'an issuer that is no address': {
    system: signed({ issuer: 'ci.example' }),
    path: 'shop/signatures.issuer',
    message: "'ci.example' is not the address of an OpenID provider",
  },
  'an issuer without encryption': {
    system: signed({ issuer: 'http://ci.example' }),
    path: 'shop/signatures.issuer',
    message: "'http://ci.example' is not the address of an OpenID provider",
  },
  'a subject that somebody else can hold in a longer name': {
    system: signed({ subject: 'https://ci\\.example/shop/.*' }),
    path: 'shop/signatures.subject',
    message: 'also matches a part of a longer name; begin it with ^ and end it with $',
  },
  'a subject that is no regular expression': {
    system: signed({ subject: '^(shop$' }),
    path: 'shop/signatures.subject',
    message: "'^(shop$' is not a regular expression that RE2 understands",
  },
  'a subject that Kyverno does not understand': {
    system: signed({ subject: '^(?!evil)shop$' }),
    path: 'shop/signatures.subject',
    message: "'^(?!evil)shop$' is not a regular expression that RE2 understands",
  },
});

broken('where the platform’s images come from', {
  'a version': {
    system: cluster({ mesh: { ...istio(), waypointImage: 'mesh.example/proxy:1.0.0' } }),
    path: 'shop/live/cluster.mesh.waypointImage',
    message: "'mesh.example/proxy:1.0.0' holds a version; name the repository alone",
  },
  'no repository': {
    system: cluster({ mesh: { ...istio(), waypointImage: "mesh'.example" } }),
    path: 'shop/live/cluster.mesh.waypointImage',
    message: "'mesh'.example' is not a repository of images",
  },
  'a gateway without images': {
    system: cluster({
      gateway: { ...GATEWAY, dataPlane: { ...DATA_PLANE, images: [] } },
    }),
    path: 'shop/live/cluster.gateway.dataPlane.images',
    message: "is empty, so the gateway's own pods would be refused",
  },
});
