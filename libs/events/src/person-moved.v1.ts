import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody changed role, team, site or reporting line. Carries the new state whole. */
export const personMovedV1 = z.object({
  displayName: z.string(),
  role: z.string(),
  siteId: id,
  teamId: id.nullable(),
  managerId: id.nullable(),
  movedAt: instant,
});
