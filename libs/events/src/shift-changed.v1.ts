import { z } from 'zod';
import { shiftShape } from './shift-shape.ts';

/** A shift is at another time or site. Carries the new state whole. */
export const shiftChangedV1 = shiftShape.extend({ reason: z.string() });
