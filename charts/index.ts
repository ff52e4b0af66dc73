/** All charts, in the order in which a person reads the folder. */
import { ai } from './ai';
import { app } from './app';
import { autoscaling } from './autoscaling';
import { backup } from './backup';
import { data } from './data';
import { ingress } from './ingress';
import { logging } from './logging';
import { monitoring } from './monitoring';
import { namespace } from './namespace';
import { networkPolicies } from './network-policies';
import { people } from './people';
import { policies } from './policies';
import { queue } from './queue';
import { secrets } from './secrets';
import { serviceMesh } from './service-mesh';
import type { TierChart } from './tier';
import { vectorDb } from './vector-db';

export const CHARTS: readonly TierChart[] = [
  namespace,
  people,
  networkPolicies,
  secrets,
  data,
  queue,
  vectorDb,
  ai,
  app,
  monitoring,
  logging,
  backup,
  ingress,
  autoscaling,
  serviceMesh,
  policies,
];
