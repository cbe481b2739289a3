import type { NewEvent } from '@courtesy/events';
import type { Shift } from './shift.ts';

const whole = ({ personId, siteId, startsAt, endsAt }: Shift) => ({
  ...{ personId, siteId },
  ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
});

/** What other services are told of a new shift. */
export const scheduledEvent = (shift: Shift, time: Date): NewEvent => ({
  ...{ type: 'courtesy.shift.scheduled.v1', subject: shift.id, sequence: shift.version, time },
  data: whole(shift),
});

/** What other services are told of a shift at another time or site. */
export const changedEvent = (shift: Shift, time: Date): NewEvent => ({
  ...{ type: 'courtesy.shift.changed.v1', subject: shift.id, sequence: shift.version, time },
  data: { ...whole(shift), reason: shift.reason ?? '' },
});

/** What other services are told of a shift that was called off. */
export const cancelledEvent = (shift: Shift, time: Date): NewEvent => ({
  ...{ type: 'courtesy.shift.cancelled.v1', subject: shift.id, sequence: shift.version, time },
  data: { ...whole(shift), reason: shift.reason ?? '' },
});
