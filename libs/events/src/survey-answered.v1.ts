import { z } from 'zod';
import { id, instant } from './shapes.ts';
import { surveyShape } from './survey-shape.ts';

/** A customer said how something was, or corrected it. The subject is the response; its words are told by nobody but the metrics. */
export const surveyAnsweredV1 = z.object({
  ...surveyShape,
  invitationId: id.nullable(),
  /** 1 to 5 for CSAT, 0 to 10 for NPS, 1 to 7 for CES. */
  score: z.number().int().min(0).max(10),
  isCorrection: z.boolean(),
  at: instant,
});
