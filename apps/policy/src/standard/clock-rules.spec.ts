import { describe, expect, it } from '@jest/globals';
import { parseDuration } from '@courtesy/kernel';
import { problemsOfClockRules, rulesOf, targetsOf, timesOf, type ClocksGiven } from './clock-rules.ts';

const hours = (count: number) => parseDuration(`PT${count}H`);
const paths = (given: ClocksGiven) => problemsOfClockRules(given).map(({ path }) => path);
const targets = (given: ClocksGiven) => targetsOf({ ...timesOf(given), ...rulesOf(given) });

describe('the clocks of a standard', () => {
  it('are those that have a time, in the order of their names', () => {
    const given = { resolution: hours(40), update: hours(16), nextResponse: hours(4), firstResponse: hours(2) };
    expect(targets(given).map(({ clock, within }) => [clock, within])).toEqual([
      ['FIRST_RESPONSE', hours(2)],
      ['NEXT_RESPONSE', hours(4)],
      ['UPDATE', hours(16)],
      ['RESOLUTION', hours(40)],
    ]);
  });

  it('wait for nobody but resolution for the customer, unless the caller says otherwise', () => {
    const given = { firstResponse: hours(2), resolution: hours(40) };
    expect(targets(given).map(({ pausedIn }) => pausedIn)).toEqual([[], ['WAITING_CUSTOMER']]);
    expect(targets({ ...given, pauses: [] }).map(({ pausedIn }) => pausedIn)).toEqual([[], []]);
    const pauses = [{ clock: 'FIRST_RESPONSE' as const, statuses: ['WAITING_THIRD_PARTY' as const] }];
    expect(targets({ ...given, pauses }).map(({ pausedIn }) => pausedIn)).toEqual([['WAITING_THIRD_PARTY'], []]);
  });

  it('of records from before there were warnings and pauses have neither', () => {
    const times = timesOf({ resolution: hours(4) });
    expect(targetsOf({ ...times, warnings: null, pauses: null })).toEqual([
      { clock: 'RESOLUTION', within: hours(4), warnBefore: null, pausedIn: [] },
    ]);
  });

  it('answer a case before it is resolved, whichever answer it is', () => {
    for (const field of ['firstResponse', 'nextResponse', 'update']) {
      expect(paths({ [field]: hours(5), resolution: hours(4) })).toEqual(['resolution']);
      expect(paths({ [field]: hours(4), resolution: hours(4) })).toEqual([]);
    }
  });

  it('warn within their time', () => {
    const warned = (before: number) =>
      paths({ resolution: hours(4), warnings: [{ clock: 'RESOLUTION', before: hours(before) }] });
    expect(warned(1)).toEqual([]);
    expect(warned(0)).toEqual(['warnings[0].before']);
    expect(warned(4)).toEqual(['warnings[0].before']);
  });

  it('have one warning and one list of pauses each, and none without a time', () => {
    const before = hours(1);
    const statuses = ['WAITING_CUSTOMER' as const];
    expect(
      paths({
        resolution: hours(4),
        warnings: [
          { clock: 'RESOLUTION', before },
          { clock: 'UPDATE', before },
          { clock: 'RESOLUTION', before },
        ],
        pauses: [
          { clock: 'FIRST_RESPONSE', statuses },
          { clock: 'RESOLUTION', statuses },
          { clock: 'RESOLUTION', statuses },
        ],
      }),
    ).toEqual(['warnings[1].clock', 'warnings[2].clock', 'pauses[0].clock', 'pauses[2].clock']);
  });

  it('stand still only where somebody else has the next word', () => {
    for (const status of ['NEW', 'OPEN', 'RESOLVED', 'CLOSED', 'CANCELLED'] as const) {
      const pauses = [{ clock: 'RESOLUTION' as const, statuses: ['WAITING_CUSTOMER' as const, status] }];
      expect(paths({ resolution: hours(4), pauses })).toEqual(['pauses[0].statuses']);
    }
  });
});
