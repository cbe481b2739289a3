import { z } from 'zod';
import { id } from './shapes.ts';

/** A version of a procedure was declared: how cases are to go. The subject is the version. */
export const procedureDeclaredV1 = z.object({
  number: z.number().int(),
  /** The version of the policy that states it; null when none does. */
  policyVersionId: id.nullable(),
});
