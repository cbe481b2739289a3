import { z } from 'zod';
import { id } from './shapes.ts';

/** Somebody wishes for an open shift, or does no longer, or what came of it. The subject is the bid. */
export const shiftBidChangedV1 = z.object({ openShiftId: id, personId: id, status: z.string() });
