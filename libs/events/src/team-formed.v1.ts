import { z } from 'zod';
import { id } from './shapes.ts';

/** A team exists at a site. */
export const teamFormedV1 = z.object({ name: z.string(), siteId: id });
