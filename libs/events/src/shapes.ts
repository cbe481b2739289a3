import { z } from 'zod';

/** An instant as ISO-8601 text with milliseconds, in UTC. */
export const instant = z.iso.datetime();
/** A global id such as `case_…`. */
export const id = z.string().min(1);
