import { z } from 'zod';
import { id } from './shapes.ts';

/** A scenario is drafted, reworded, published or withdrawn. Not a word of it leaves the workforce service. The subject is the scenario. */
export const scenarioChangedV1 = z.object({
  scorecardVersionId: id,
  difficulty: z.enum(['EASY', 'MEDIUM', 'HARD']),
  status: z.enum(['DRAFT', 'PUBLISHED', 'WITHDRAWN']),
});
