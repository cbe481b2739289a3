import { z } from 'zod';
import { instant } from './shapes.ts';
import { surveyShape } from './survey-shape.ts';

/** What a customer said was so bad that somebody is to see to it. The subject is the response, of which it is asked once. */
export const surveyFollowUpRequestedV1 = z.object({
  ...surveyShape,
  score: z.number().int().min(0).max(10),
  at: instant,
});
