import { describe, expect, it } from '@jest/globals';
import { actorFor } from './actor.ts';
import { fixedClock } from './clock.ts';

describe('a fixed clock', () => {
  it('stands still until it is moved, and nobody can move it through a date it gave out', () => {
    const now = fixedClock('2026-03-29T01:30:00+01:00');
    now().setFullYear(1970);
    expect(now().toISOString()).toBe('2026-03-29T00:30:00.000Z');
    now.advance(90 * 60_000);
    expect(now().toISOString()).toBe('2026-03-29T02:00:00.000Z');
    now.set('2027-01-01T00:00:00Z');
    expect(now().getTime()).toBe(Date.UTC(2027, 0, 1));
    now.reset();
    expect(now().toISOString()).toBe('2026-03-29T00:30:00.000Z');
  });

  it.each(['2026-03-29', '2026-03-29T01:30:00', 'noon'])(
    'refuses %s, which is another instant on another machine',
    (iso) => {
      expect(() => fixedClock(iso)).toThrow(RangeError);
    },
  );
});

describe('an actor for a spec', () => {
  it('may do nothing until the spec says what', () => {
    expect(actorFor('LEAD')).toEqual({ subject: 'spec-lead', role: 'LEAD', reach: 'ALL', scopes: [] });
    expect(actorFor('AGENT', { reach: 'TEAM', teamId: 'team_1', scopes: ['case:read'] })).toMatchObject({
      reach: 'TEAM',
      teamId: 'team_1',
      scopes: ['case:read'],
    });
  });
});
