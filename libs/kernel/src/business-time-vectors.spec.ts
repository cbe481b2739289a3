import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { calendar, officeWeek, week } from '../test/calendars.ts';
import type { CompiledCalendar, Interval, Weekday } from './index.ts';
import { alwaysOpen, compileCalendar, dueAt, durationOf, elapsed, NoOpenTime } from './index.ts';

type Hours = Partial<Record<Weekday, Interval[]>>;

interface Vector {
  id: number;
  timeZone: string;
  hours: string;
  holidays: string[];
  start: string;
  op: 'add' | 'between';
}

interface PublicVectors {
  schedules: Record<string, Hours>;
  cases: (Vector & { seconds: number; end: string; expected: string | number })[];
  boundaryCases: (Vector & { seconds: number; expectedClosing: string })[];
}

interface ProductVectors {
  cases: {
    name: string;
    tz: string;
    businessHours?: boolean;
    allClosed?: boolean;
    override?: Partial<Record<Weekday, Interval>>;
    start: string;
    seconds: number;
    deadline: string;
  }[];
}

const readJson = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));
const due = (open: CompiledCalendar, start: string, seconds: number): string =>
  dueAt(open, new Date(start), durationOf(seconds * 1_000))
    .toISOString()
    .replace('.000Z', 'Z');

describe('business-hours vectors counted by an independent solver', () => {
  const { schedules, cases, boundaryCases } = readJson(
    new URL('./fixtures/business_hours_vectors_public.json', import.meta.url),
  ) as PublicVectors;
  const compiled = ({ timeZone, hours, holidays }: Vector): CompiledCalendar =>
    calendar(
      timeZone,
      week(schedules[hours]!),
      holidays.map((date) => ({ date, intervals: [] })),
    );

  it('all 136 cases and 14 boundary cases are there', () => {
    expect([cases.length, boundaryCases.length]).toEqual([136, 14]);
  });
  it.each(cases)('case $id: $op, $hours in $timeZone from $start', (vector) => {
    const open = compiled(vector);
    const answer =
      vector.op === 'add'
        ? due(open, vector.start, vector.seconds)
        : elapsed(open, new Date(vector.start), new Date(vector.end)) / 1_000;
    expect(answer).toBe(vector.expected);
  });
  it.each(boundaryCases)('case $id: a target that ends exactly on closing is due at closing', (vector) => {
    expect(due(compiled(vector), vector.start, vector.seconds)).toBe(vector.expectedClosing);
  });
});

describe('vectors restated from another help desk', () => {
  const file = new URL('../../../../shared/data/sla/product_vectors_chatwoot.json', import.meta.url);
  if (!existsSync(file)) {
    const report = process.env.CI === 'true' ? it : it.skip;
    report('../shared/data/sla/product_vectors_chatwoot.json is at hand', () => expect(existsSync(file)).toBe(true));
    return;
  }
  const { cases } = readJson(file) as ProductVectors;

  it('there are cases', () => expect(cases.length).toBeGreaterThanOrEqual(13));
  it.each(cases)('$name', ({ tz, businessHours, allClosed, override, start, seconds, deadline }) => {
    const exceptions = Object.entries(override ?? {}).map(([day, interval]) => [day, [interval]]);
    const hours = allClosed ? week({}) : { ...officeWeek(['09:00', '17:00']), ...Object.fromEntries(exceptions) };
    const open = calendar(tz, hours);
    // That product falls back to the wall clock when every day is closed. Here the caller has to choose it: the kernel refuses.
    if (allClosed) expect(() => due(open, start, seconds)).toThrow(NoOpenTime);
    const wallClock = businessHours === false || allClosed;
    expect(due(wallClock ? compileCalendar(alwaysOpen(tz)) : open, start, seconds)).toBe(deadline);
  });
});
