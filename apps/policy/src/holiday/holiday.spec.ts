import { describe, expect, it } from '@jest/globals';
import { closedDays, holidaysWanted, problemsOfHolidays, type PublicHoliday } from './holiday.ts';

const holiday = (date: string, name: string, beginsAt: string | null = null): PublicHoliday => ({
  date,
  name,
  kind: 'PUBLIC',
  substitute: false,
  beginsAt,
});

describe('the holidays that close a calendar', () => {
  it('are whole days by date, each once under all its names', () => {
    const days = [
      holiday('2026-12-26', 'Boxing Day'),
      holiday('2026-12-24', 'Christmas Eve', '14:00'),
      holiday('2026-12-25', 'Christmas Day'),
      holiday('2026-12-26', "St Stephen's Day"),
      holiday('2026-12-26', 'Boxing Day'),
    ];
    expect(closedDays(days)).toEqual([
      { date: '2026-12-25', name: 'Christmas Day' },
      { date: '2026-12-26', name: "Boxing Day, St Stephen's Day" },
    ]);
  });

  it('span the year in which the hours take effect and five more, unless the caller says which', () => {
    const given = { country: 'GB', kinds: ['PUBLIC' as const] };
    expect(holidaysWanted(given, '2026-06-01')).toMatchObject({ region: null, fromYear: 2026, untilYear: 2031 });
    expect(holidaysWanted({ ...given, untilYear: 2027 }, '2026-06-01')).toMatchObject({ untilYear: 2027 });
    expect(holidaysWanted(given, '1950-01-01')).toMatchObject({ fromYear: 1970, untilYear: 1975 });
    expect(holidaysWanted(given, '2079-01-01')).toMatchObject({ fromYear: 2079, untilYear: 2080 });
  });

  it('are of years for which they are known, in order, of at most thirty, and of some kind', () => {
    const paths = (change: object) =>
      problemsOfHolidays({ ...holidaysWanted({ country: 'GB', kinds: ['BANK'] }, '2026-01-01'), ...change }).map(
        ({ path }) => path,
      );
    expect(paths({})).toEqual([]);
    expect(paths({ fromYear: 1969, untilYear: 2081, kinds: [] })).toEqual([
      'holidays.fromYear',
      'holidays.untilYear',
      'holidays.kinds',
    ]);
    expect(paths({ untilYear: 2025 })).toEqual(['holidays.untilYear']);
    expect(paths({ untilYear: 2055 })).toEqual([]);
    expect(paths({ untilYear: 2056 })).toEqual(['holidays.untilYear']);
  });
});
