import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What somebody can be doing on duty. */
export const presences = [
  'AVAILABLE',
  'ON_CONTACT',
  'AFTER_CONTACT',
  'BREAK',
  'MEETING',
  'TRAINING',
  'AWAY',
  'OFFLINE',
] as const;

/** Somebody does something else from now on. The subject is the person. */
export const presenceChangedV1 = z.object({ personId: id, presence: z.enum(presences), since: instant });
