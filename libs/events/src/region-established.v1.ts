import { z } from 'zod';

/** A region exists, or its name changed. */
export const regionEstablishedV1 = z.object({ name: z.string() });
