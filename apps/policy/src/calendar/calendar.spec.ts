import { describe, expect, it } from '@jest/globals';
import { begin, problemsOfName, publishNext, rename } from './calendar.ts';
import { firstVersion } from './version.ts';

const hours = { effectiveFrom: '2026-01-01', timeZone: 'UTC', week: {} };
const record = (id: string) => ({
  id,
  calendarId: 'cal_a',
  authorId: null,
  publishedBy: 'someone',
  publishedAt: new Date('2026-01-01T00:00:00Z'),
});

describe('a calendar', () => {
  const { calendar, version } = begin({ id: 'cal_a', name: ' Front desk ' }, firstVersion(hours, record('calv_1')));

  it('begins with a first version, and its name without spaces around it', () => {
    expect(calendar).toEqual({ id: 'cal_a', name: 'Front desk', version: 1 });
    expect(version).toMatchObject({ id: 'calv_1', calendarId: 'cal_a', number: 1 });
  });

  it('takes a next version from the same day or a later one, numbered on', () => {
    for (const effectiveFrom of ['2026-01-01', '2026-06-01']) {
      const next = firstVersion({ ...hours, effectiveFrom }, record('calv_2'));
      expect(publishNext(calendar, version, next)).toMatchObject({
        type: 'CalendarVersionPublished',
        calendar: { version: 2 },
        version: { id: 'calv_2', number: 2, effectiveFrom },
      });
    }
  });

  it('takes no version from before the latest one', () => {
    const next = firstVersion({ ...hours, effectiveFrom: '2025-12-31' }, record('calv_2'));
    expect(publishNext(calendar, version, next)).toEqual({
      type: 'InvalidInput',
      problems: [
        {
          path: 'effectiveFrom',
          message: 'lies before 2026-01-01, from when version 1 counts; give that day or a later one',
        },
      ],
    });
  });

  it('keeps its version when it is called what it is called already', () => {
    expect(rename(calendar, 'Front desk ').calendar).toBe(calendar);
    expect(rename(calendar, 'Back desk').calendar).toEqual({ id: 'cal_a', name: 'Back desk', version: 2 });
  });

  it('has a name that is neither empty nor endless', () => {
    expect(problemsOfName('name', 'Desk')).toEqual([]);
    expect(problemsOfName('name', ' ')).toHaveLength(1);
    expect(problemsOfName('name', 'x'.repeat(201))).toHaveLength(1);
  });
});
