import type { Definition } from '../../model/component';
import { broken } from '../support/broken';
import { WORKER, withComponent } from '../support/system';

const job = (wrong: Partial<Definition>) => withComponent('worker', { ...WORKER, workload: 'Job', ...wrong });
const cronJob = (wrong: Partial<Definition>) =>
  withComponent('worker', { ...WORKER, workload: 'CronJob', schedule: { cron: '0 2 * * *' }, ...wrong });
const HTTP = { http: { number: 8080, purpose: 'pages' } };

broken('work that ends', {
  'two at a time': {
    system: job({ replicas: 2 }),
    path: 'shop/components/worker/replicas',
    message: 'a Job runs once, never two at a time',
  },
  'it would serve': {
    system: job({ ports: HTTP }),
    path: 'shop/components/worker/ports',
    message: 'a Job ends, so it can serve nobody',
  },
  'it would be asked': {
    system: job({ probes: { readiness: { check: { exec: ['true'] } } } }),
    path: 'shop/components/worker/probes',
    message: 'a Job is asked nothing',
  },
  'it would keep something': {
    system: job({ volumes: { data: { mountPath: '/data', size: '1Gi' } } }),
    path: 'shop/components/worker/volumes',
    message: 'only the pods of a StatefulSet have volumes',
  },
  'it would scale': {
    system: job({ scaling: { on: 'cpu', target: 70, max: 2 } }),
    path: 'shop/components/worker/scaling',
    message: "'worker' is a Job",
  },
  'it waits by itself': {
    system: job({ startsWhen: { command: ['true'] } }),
    path: 'shop/components/worker/startsWhen',
    message: 'use startAfter of the system',
  },
  'a question with a variable that is not there': {
    system: withComponent('web', { startsWhen: { command: ['ask'], env: ['STORE_URI'] } }),
    path: 'shop/components/web/startsWhen.env',
    message: "'web' has no variable 'STORE_URI'. Did you mean 'STORE_URL'?",
  },
  'a question with a file that is not there': {
    system: withComponent('web', { startsWhen: { command: ['ask'], files: ['/ask.js'] } }),
    path: 'shop/components/web/startsWhen.files',
    message: "'web' has no file '/ask.js'",
  },
  'no time at all': {
    system: job({ deadline: 0 }),
    path: 'shop/components/worker/deadline',
    message: '0 is not a number of minutes',
  },
  'something beside it that stays': {
    system: job({
      configure: () => ({ sidecars: [{ name: 'exporter', resources: WORKER.resources }] }),
    }),
    path: 'shop/components/worker/sidecars/exporter',
    message: 'would keep the Job from ending',
  },
  'a deadline for what never ends': {
    system: withComponent('web', { deadline: 5 }),
    path: 'shop/components/web/deadline',
    message: 'only a Job ends',
  },
  'something beside a program that ends before it': {
    system: withComponent('web', {
      configure: () => ({ sidecars: [{ name: 'exporter', ends: true, resources: WORKER.resources }] }),
    }),
    path: 'shop/components/web/sidecars/exporter.ends',
    message: 'only what runs beside work that ends does so itself',
  },
});

broken('work that comes again', {
  'nobody says when': {
    system: cronJob({ schedule: undefined }),
    path: 'shop/components/worker/schedule',
    message: 'is missing; say when it runs',
  },
  'a schedule of what stays': {
    system: withComponent('web', { schedule: { cron: '0 2 * * *' } }),
    path: 'shop/components/web/schedule',
    message: "is a CronJob's, and this is a Deployment",
  },
  'too few fields': {
    system: cronJob({ schedule: { cron: '0 2 * *' } }),
    path: 'shop/components/worker/schedule.cron',
    message: "'0 2 * *' is not a schedule: five fields",
  },
  'an hour that no day has': {
    system: cronJob({ schedule: { cron: '0 24 * * *' } }),
    path: 'shop/components/worker/schedule.cron',
    message: "'24' is no hour in '0 24 * * *': 0 to 23",
  },
  'a place that no map has': {
    system: cronJob({ schedule: { cron: '*/5 1-3 1,15 * *', timeZone: 'Europe/Atlantis' } }),
    path: 'shop/components/worker/schedule.timeZone',
    message: "there is no time zone 'Europe/Atlantis'",
  },
  'it would serve': {
    system: cronJob({ ports: HTTP }),
    path: 'shop/components/worker/ports',
    message: 'a CronJob ends, so it can serve nobody',
  },
});
