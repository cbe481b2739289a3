import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What somebody said of their time: when, stays with the workforce service. The subject is the availability. */
export const availabilityChangedV1 = z.object({ personId: id, kind: z.string(), withdrawnAt: instant.nullable() });
