import { z } from 'zod';
import { id } from './shapes.ts';

/**
 * For whom a policy, which is the subject, is: everybody whose work is among `roles` and whose site is among `siteIds`; an empty list is everybody.
 * Told with every approval of a version of it, and whenever it is stated anew; it holds for all its versions.
 */
export const policyAudienceStatedV1 = z.object({ title: z.string(), roles: z.array(z.string()), siteIds: z.array(id) });
