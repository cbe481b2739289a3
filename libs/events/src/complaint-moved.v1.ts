import { z } from 'zod';
import { complaintPlace } from './complaint-shape.ts';

/** A complaint moved in a way that has no event of its own: `verb` says which. */
export const complaintMovedV1 = complaintPlace.extend({
  verb: z.string(),
});
