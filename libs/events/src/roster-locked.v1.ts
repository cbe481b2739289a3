import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Shifts in the time of a roster change for a reason alone. The subject is the roster. */
export const rosterLockedV1 = z.object({ siteId: id, lockedAt: instant });
