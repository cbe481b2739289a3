import { z } from 'zod';
import { id } from './shapes.ts';

/** A site works by this calendar from now on. The event's subject is the site. */
export const siteCalendarAssignedV1 = z.object({ calendarId: id });
