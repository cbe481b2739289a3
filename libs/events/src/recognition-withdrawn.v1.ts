import { z } from 'zod';
import { id } from './shapes.ts';

/** Somebody took back their recognition of a colleague. The subject is the recognition. */
export const recognitionWithdrawnV1 = z.object({
  personId: id,
  giverId: id,
});
