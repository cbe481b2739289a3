import { describe, expect, it } from '@jest/globals';
import { createId } from '@courtesy/kernel';
import { assignedEvent, problemsOfAssignment } from './site-calendar.ts';

const siteId = createId('site', 0, new Uint8Array(10));
const calendarId = createId('cal', 0, new Uint8Array(10));

describe('the calendar of a site', () => {
  it('is given by the ids of a site and of a calendar, not the other way round', () => {
    expect(problemsOfAssignment({ siteId, calendarId })).toEqual([]);
    expect(problemsOfAssignment({ siteId: calendarId, calendarId: siteId }).map(({ path }) => path)).toEqual([
      'siteId',
      'calendarId',
    ]);
  });

  it('is announced under the site', () => {
    const assignedAt = new Date('2026-01-01T00:00:00Z');
    expect(assignedEvent({ siteId, calendarId, assignedAt, assignedBy: 'someone', version: 3 })).toEqual({
      type: 'courtesy.site-calendar.assigned.v1',
      subject: siteId,
      sequence: 3,
      time: assignedAt,
      data: { calendarId },
    });
  });
});
