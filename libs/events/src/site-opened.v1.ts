import { z } from 'zod';
import { id } from './shapes.ts';

/** A site exists. */
export const siteOpenedV1 = z.object({ name: z.string(), regionId: id, timeZone: z.string() });
