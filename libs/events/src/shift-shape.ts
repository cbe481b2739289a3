import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A time at which somebody is to work at a site, whole. The event's subject is the shift. */
export const shiftShape = z.object({ personId: id, siteId: id, startsAt: instant, endsAt: instant });
