import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody sees to somebody else's work for a time; or does so no longer than this. */
export const coverChangedV1 = z.object({ personId: id, coveringPersonId: id, from: instant, until: instant });
