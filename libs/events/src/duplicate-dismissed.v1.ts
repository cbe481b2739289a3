import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Two customers who were taken for one are two. The subject is the dismissal. */
export const duplicateDismissedV1 = z.object({ firstId: id, secondId: id, at: instant });
