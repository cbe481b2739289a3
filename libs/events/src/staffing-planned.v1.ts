import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** It was planned how many people a site or team needs within a time; what was planned for it before holds no longer. The subject is the site. */
export const staffingPlannedV1 = z.object({
  siteId: id,
  teamId: id.nullable(),
  from: instant,
  until: instant,
  source: z.enum(['MANUAL', 'FORECAST']),
});
