import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyMapping } from './column-mapping.ts';
import { callOf, callTitles, checkCallHeader } from './call-row.ts';
import { UnknownHeader } from './columns.ts';
import { localClock } from './local-clock.ts';

const cells = {
  'vru+line': 'AA0101',
  call_id: '33118',
  customer_id: '27997683',
  priority: '2',
  type: 'PS',
  date: '990101',
  vru_entry: '6:55:20',
  vru_exit: '6:55:26',
  vru_time: '6',
  q_start: '6:55:26',
  q_exit: '6:55:43',
  q_time: '17',
  outcome: 'AGENT',
  ser_start: '6:55:43',
  ser_exit: '6:56:37',
  ser_time: '54',
  server: 'MICHAL',
};
type Cells = Partial<Record<keyof typeof cells, string>>;
const clock = localClock('Asia/Jerusalem');

function read(changes: Cells = {}, titles: readonly string[] = Object.keys(cells)) {
  const header = applyMapping(titles, {}, callTitles);
  const row = { ...cells, ...changes };
  const fields = titles.map((title) => row[title as keyof typeof cells]);
  return callOf(
    header.row(fields, (cell) => cell),
    header,
    clock,
  );
}
const reasonOf = (changes: Cells) => (read(changes) as { reason: string }).reason;

const answered = {
  call: {
    externalReference: { source: 'anonymousbank', id: 'AA0101-33118-1999-01-01-24920' },
    ...{ occurredAt: new Date('1999-01-01T04:55:20Z'), line: 'AA0101', service: 'PS', priority: 2 },
    ...{ outcome: 'ANSWERED', menuTime: 'PT6S', queuedAt: new Date('1999-01-01T04:55:26Z'), waitTime: 'PT17S' },
    ...{ answeredAt: new Date('1999-01-01T04:55:43Z'), handleTime: 'PT54S', endedAt: new Date('1999-01-01T04:56:37Z') },
  },
  ...{ customer: '27997683', server: 'MICHAL' },
};

describe('A row of the call log', () => {
  it('that an agent took is an answered call, at the times of the clock of the switch', () => {
    expect(read()).toEqual(answered);
  });

  it('is the same in any order of columns', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(cells), { minLength: 17 }), (titles) => {
        expect(read({}, titles)).toEqual(answered);
      }),
    );
  });

  it('that hung up after waiting was abandoned; before, it left the menu', () => {
    const hung = { outcome: 'HANG', ser_start: '0:00:00', ser_exit: '0:00:00', ser_time: '0', server: 'NO_SERVER' };
    expect(read(hung)).toMatchObject({
      call: { outcome: 'ABANDONED', waitTime: 'PT17S', endedAt: new Date('1999-01-01T04:55:43Z') },
      server: null,
    });
    const left = read({ ...hung, q_start: '0:00:00', q_time: '0', customer_id: '0' });
    expect(left).toMatchObject({ call: { outcome: 'LEFT_MENU' }, customer: null, server: null });
    expect((left as { call: object }).call).not.toHaveProperty('waitTime');
  });

  it('that somebody hung up has no service, whatever the log says of one', () => {
    const read1 = read({ outcome: 'HANG', ser_start: '7:26:44', ser_time: '204', server: 'DARMON' });
    expect(read1).toMatchObject({ call: { outcome: 'ABANDONED' }, server: null });
    expect((read1 as { call: object }).call).not.toHaveProperty('handleTime');
  });

  it('of an answered call may name no server, did not wait, and was not timed', () => {
    const bare = read({ server: 'NO_SERVER', q_start: '0:00:00', q_time: '0', ser_start: '0:00:00', ser_time: '0' });
    expect(bare).toMatchObject({ call: { outcome: 'ANSWERED', waitTime: 'PT0S' }, server: null });
    for (const absent of ['queuedAt', 'answeredAt', 'handleTime', 'endedAt'])
      expect((bare as { call: object }).call).not.toHaveProperty(absent);
  });

  it('whose wait or service took less than nothing had none', () => {
    expect(read({ q_time: '-3', ser_time: '-1' })).toMatchObject({ call: { outcome: 'ANSWERED', waitTime: 'PT0S' } });
    expect(read({ outcome: 'HANG', q_time: '-3' })).toMatchObject({ call: { outcome: 'LEFT_MENU' } });
  });

  it('that goes on past midnight ends the next day', () => {
    const night = { vru_entry: '23:59:23', q_start: '23:59:28', q_time: '35', ser_start: '0:00:03', ser_time: '52' };
    expect(read(night)).toMatchObject({
      call: {
        ...{ queuedAt: new Date('1999-01-01T21:59:28Z'), answeredAt: new Date('1999-01-01T22:00:03Z') },
        endedAt: new Date('1999-01-01T22:00:55Z'),
      },
    });
  });

  it('in summer is read by summer time', () => {
    expect(read({ date: '990701' })).toMatchObject({ call: { occurredAt: new Date('1999-07-01T03:55:20Z') } });
  });

  it('may write its day with its century, or as a date', () => {
    for (const date of ['19990101', '1999-01-01']) expect(read({ date })).toEqual(answered);
    expect(read({ date: '000102' })).toMatchObject({
      call: { line: 'AA0101', occurredAt: new Date('2000-01-02T04:55:20Z') },
    });
  });

  it('that is none is rejected, with its column', () => {
    expect(reasonOf({ outcome: 'PHANTOM' })).toBe('is a phantom: the switch logged it, but nobody called');
    expect(reasonOf({ vru_time: '-37' })).toBe('column "vru_time", "-37": is less than nothing');
    expect(reasonOf({ q_time: 'long' })).toBe('column "q_time", "long": is no whole number');
    expect(reasonOf({ outcome: 'LOST' })).toBe('column "outcome", "LOST": is none of AGENT, HANG, PHANTOM');
    expect(reasonOf({ date: '990231' })).toBe('column "date", "990231": is no day such as 990131');
    expect(reasonOf({ vru_entry: '25:00:00' })).toMatch(/^column "vru_entry"/);
    expect(reasonOf({ call_id: '' })).toBe('column "call_id", "": is blank');
  });
});

describe('The header of a call log', () => {
  it('that lacks a column is refused by its name', () => {
    const titles = Object.keys(cells).filter((title) => title !== 'q_time' && title !== 'server');
    expect(() => checkCallHeader(applyMapping(titles, {}, callTitles), titles)).toThrow(
      /has no column "q_time", "server". It has "vru\+line"/,
    );
    expect(() => checkCallHeader(applyMapping(['Issue'], {}, callTitles), ['Issue'])).toThrow(UnknownHeader);
  });
});

describe('A local clock', () => {
  it('means the first of an hour that is there twice, and the hour after one that is skipped', () => {
    expect(clock('1999-09-03', 3_600 + 600)).toEqual(new Date('1999-09-02T22:10:00Z'));
    expect(clock('1999-04-02', 2 * 3_600 + 600)).toEqual(new Date('1999-04-02T00:10:00Z'));
  });
});
