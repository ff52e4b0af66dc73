/** "Security Zones" of the document, from outside to inside, and what cannot keep to them. */
import type { Zone, ZoneException } from '../../model/zones';

export const zones: readonly Zone[] = [
  { name: 'public', title: 'Public zone (Internet)', of: ['internet'] },
  { name: 'dmz', title: 'DMZ (Traefik)', of: ['edge'] },
  {
    name: 'application',
    title: 'Application zone',
    // The tools that watch are drawn beside the zones; they ask what is in the two inner ones.
    of: [
      'alertmanager',
      'alloy',
      'grafana',
      'loki',
      'migrations',
      'prometheus',
      'web',
      'websocket',
      'worker',
      'worker-pdf',
    ],
    // "MinIO console (via Traefik)", while its API is in the zone below.
    doors: { minio: ['console'] },
  },
  { name: 'data', title: 'Data zone (internal only)', of: ['backups', 'minio', 'postgres', 'redis'] },
];

/** "No external access", and yet. */
export const zoneExceptions: readonly ZoneException[] = [
  {
    from: 'web',
    to: 'internet',
    why: 'Errors go to Sentry. The network policy lets out to public addresses alone, at port 443.',
  },
  {
    from: 'worker',
    to: 'internet',
    why:
      'Mail, webhooks and Sentry are its work. The network policy lets out to public addresses alone, at ports 443 and ' +
      '587, so a webhook that names something inside reaches nothing.',
  },
  {
    from: 'edge',
    to: 'minio',
    port: 's3',
    why:
      'Browsers upload to it by themselves, as the document draws it. What protects it is the signature of web, for one ' +
      'object, one method and some minutes; the gateway lets through what lies below /uploads and nothing else.',
  },
  {
    from: 'alertmanager',
    to: 'internet',
    why: 'It tells its receiver, at a public address and port 443.',
  },
];
