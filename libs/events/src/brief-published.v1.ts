import { z } from 'zod';
import { briefPublishedShape } from './brief-shape.ts';

/** A version of a promotion brief was published. The subject is the brief. */
export const briefPublishedV1 = z.object(briefPublishedShape);
