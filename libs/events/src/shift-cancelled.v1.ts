import { z } from 'zod';
import { shiftShape } from './shift-shape.ts';

/** A shift is not worked by the person it was for. */
export const shiftCancelledV1 = shiftShape.extend({ reason: z.string() });
