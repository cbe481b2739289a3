import { z } from 'zod';
import { id } from './shapes.ts';

/** Somebody recognised what a colleague did. The words stay with the workforce service. The subject is the recognition. */
export const recognitionGivenV1 = z.object({
  personId: id,
  giverId: id,
  caseId: id.nullable(),
});
