import { z } from 'zod';
import { id } from './shapes.ts';

/** A site's name or time zone changed. Carries the new state whole. */
export const siteChangedV1 = z.object({ name: z.string(), regionId: id, timeZone: z.string() });
