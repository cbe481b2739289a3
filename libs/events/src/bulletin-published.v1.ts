import { z } from 'zod';
import { briefPublishedShape } from './brief-shape.ts';

/** A version of a bulletin was published. The subject is the bulletin. */
export const bulletinPublishedV1 = z.object(briefPublishedShape);
