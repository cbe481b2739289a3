import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A version of a policy was withdrawn: it ends then, or never takes effect. */
export const policyVersionWithdrawnV1 = z.object({ policyId: id, number: z.number().int(), withdrawnAt: instant });
