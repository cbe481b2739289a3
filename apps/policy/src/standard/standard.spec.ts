import { describe, expect, it } from '@jest/globals';
import { createId, durationOf, parseDuration } from '@courtesy/kernel';
import { problemsOfStandard, publish, withdraw, type ServiceStandard } from './standard.ts';

const calendarId = createId('cal', 0, new Uint8Array(10));
const at = (day: number) => new Date(Date.UTC(2026, 0, day));

const standard = (changes: Partial<ServiceStandard> = {}): ServiceStandard => ({
  id: 'std_a',
  name: 'Complaints',
  calendarId,
  caseType: 'COMPLAINT',
  priority: null,
  firstResponse: parseDuration('PT4H'),
  nextResponse: null,
  update: null,
  resolution: null,
  tier: null,
  contractId: null,
  warnings: {},
  pauses: {},
  siteHours: false,
  effectiveFrom: at(10),
  effectiveUntil: null,
  authorId: null,
  publishedBy: 'someone',
  publishedAt: at(1),
  version: 1,
  ...changes,
});

describe('publishing a standard', () => {
  it('ends the latest one of its series at the instant it takes effect', () => {
    expect(publish(standard(), standard({ id: 'std_b', effectiveFrom: at(20) }))).toMatchObject({
      type: 'ServiceStandardPublished',
      standard: { id: 'std_b', effectiveUntil: null },
      replaced: { id: 'std_a', effectiveUntil: at(20), version: 2 },
    });
  });

  it('ends nothing where the latest one has ended before', () => {
    const ended = standard({ effectiveUntil: at(15) });
    expect(publish(ended, standard({ effectiveFrom: at(15) }))).toMatchObject({ replaced: null });
    expect(publish(ended, standard({ effectiveFrom: at(14) }))).toMatchObject({ replaced: { effectiveUntil: at(14) } });
  });

  it('is refused at or before the instant the latest one takes effect', () => {
    for (const day of [9, 10]) {
      expect(publish(standard(), standard({ effectiveFrom: at(day) }))).toMatchObject({
        type: 'InvalidInput',
        problems: [{ path: 'effectiveFrom' }],
      });
    }
  });
});

describe('withdrawing a standard', () => {
  it('ends it now, when nobody says when', () => {
    expect(withdraw(standard(), null, at(12))).toMatchObject({ standard: { effectiveUntil: at(12), version: 2 } });
  });

  it('that is still to come lets it never be in force', () => {
    expect(withdraw(standard(), null, at(1))).toMatchObject({ standard: { effectiveUntil: at(10) } });
  });

  it('ends it earlier than it would have ended, never later', () => {
    const ends = standard({ effectiveUntil: at(20) });
    expect(withdraw(ends, at(19), at(12))).toMatchObject({ type: 'ServiceStandardWithdrawn' });
    expect(withdraw(ends, at(20), at(12))).toMatchObject({ type: 'ServiceStandardEnded' });
    expect(withdraw(ends, null, at(25))).toMatchObject({ type: 'ServiceStandardEnded' });
  });

  it('is refused before it is in force', () => {
    expect(withdraw(standard(), at(9), at(12))).toMatchObject({ problems: [{ path: 'effectiveUntil' }] });
  });
});

describe('a standard as given', () => {
  const paths = (given: object) =>
    problemsOfStandard({ name: 'Complaints', calendarId, firstResponse: parseDuration('PT4H'), ...given }).map(
      ({ path }) => path,
    );

  it('is sound with one target, the other, or both', () => {
    expect(paths({})).toEqual([]);
    expect(paths({ firstResponse: null, resolution: parseDuration('P1D') })).toEqual([]);
    expect(paths({ resolution: parseDuration('PT4H') })).toEqual([]);
  });

  it('needs a target, and one that is longer than nothing', () => {
    expect(paths({ firstResponse: null })).toEqual(['firstResponse']);
    expect(paths({ firstResponse: durationOf(0), resolution: durationOf(-1) })).toEqual([
      'firstResponse',
      'resolution',
    ]);
  });

  it('answers a case before it resolves it', () => {
    expect(paths({ resolution: parseDuration('PT3H') })).toEqual(['resolution']);
  });

  it('says everything else that is wrong with it', () => {
    const given = { name: ' ', calendarId: 'cal_x', effectiveFrom: new Date('0000-01-01T00:00:00Z') };
    expect(paths(given)).toEqual(['name', 'calendarId', 'effectiveFrom']);
  });
});
