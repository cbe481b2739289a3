import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A shift template of a site is there to plan with, or no longer. The subject is the template. */
export const shiftTemplateChangedV1 = z.object({ siteId: id, withdrawnAt: instant.nullable() });
