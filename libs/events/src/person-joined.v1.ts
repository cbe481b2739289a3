import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody joined the organisation. */
export const personJoinedV1 = z.object({
  displayName: z.string(),
  role: z.string(),
  siteId: id,
  teamId: id.nullable(),
  managerId: id.nullable(),
  joinedAt: instant,
});
