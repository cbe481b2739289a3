import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newSite } from '../site/site.ts';
import { newTeam } from '../team/team.ts';
import { emailFor, mayAskForEmail, SENSITIVE } from './email.ts';
import { newPerson } from './joining.ts';
import { leave, move, passUp, type Move, type Person } from './person.ts';
import { changeLines, type LineChange, type ReportingLine } from './reporting-line.ts';

const now = new Date('2026-03-02T10:00:00.000Z');
const joinedAt = new Date('2025-01-01T09:00:00.000Z');
const sites = ['site_1', 'site_2'].map((id) => newSite(id, { name: id, regionId: 'reg_1', timeZone: 'UTC' }));
const teams = [
  newTeam('team_1', { name: 'One', siteId: 'site_1' }),
  newTeam('team_2', { name: 'Two', siteId: 'site_2' }),
];
const somebody = (id: string, changes: Partial<Person> = {}): Person => ({
  ...newPerson({ displayName: id, jobRole: 'AGENT', siteId: 'site_1', teamId: 'team_1', joinedAt }, { id, now }),
  ...changes,
});
const boss = somebody('boss');
const ada = somebody('ada', { managerId: 'boss' });
const byId = <T extends { readonly id: string }>(all: readonly T[]) => new Map(all.map((each) => [each.id, each]));
const around = { sites: byId(sites), teams: byId(teams), people: byId([boss, ada]), line: [] as Person[] };
const moment = { at: now, now, lineChangedAt: null };

describe('somebody who moves', () => {
  it('keeps what is not named', () => {
    const moved = { ...ada, jobRole: 'LEAD', version: 2 };
    expect(move(ada, { jobRole: 'LEAD' }, around, moment)).toEqual({ type: 'PersonMoved', person: moved, at: now });
  });

  it('is always in a team of their own site, or in none', () => {
    const anyMove: fc.Arbitrary<Move> = fc.record(
      {
        siteId: fc.constantFrom('site_1', 'site_2', null),
        teamId: fc.constantFrom('team_1', 'team_2', null),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(anyMove), (moves) => {
        const end = moves.reduce<Person>((person, to) => {
          const outcome = move(person, to, around, moment);
          return outcome.type === 'PersonMoved' ? outcome.person : person;
        }, ada);
        if (end.teamId) expect(around.teams.get(end.teamId)?.siteId).toBe(end.siteId);
      }),
    );
  });

  it('is refused only for standing in the line above the wished manager', () => {
    const line = [somebody('x'), ada, boss];
    expect(move(ada, { managerId: 'boss' }, { ...around, line }, moment)).toEqual({
      type: 'ReportingCycle',
      person: ada,
      line: line.slice(0, 2),
    });
    expect(move(ada, { managerId: 'boss' }, { ...around, line: [boss] }, moment)).toMatchObject({
      type: 'PersonMoved',
    });
  });

  it('comes under nobody who left, and goes nowhere after leaving', () => {
    const people = byId([{ ...boss, leftAt: now }]);
    expect(move(ada, { managerId: 'boss' }, { ...around, people }, moment)).toMatchObject({ type: 'InvalidInput' });
    expect(move({ ...ada, leftAt: now }, {}, around, moment)).toMatchObject({ type: 'PersonHasLeft' });
  });
});

describe('somebody who leaves', () => {
  it('keeps their last posting', () => {
    const left = leave(ada, moment);
    expect(left).toMatchObject({ person: { ...ada, leftAt: now, version: 2 } });
    expect(leave({ ...ada, leftAt: now }, moment)).toMatchObject({ type: 'PersonHasLeft' });
  });

  it('leaves exactly between their last change and now', () => {
    const lineChangedAt = new Date('2026-01-01T00:00:00.000Z');
    const leaving = (at: Date) => leave(ada, { at, now, lineChangedAt }).type;
    expect(leaving(lineChangedAt)).toBe('DepartureRecorded');
    expect(leaving(now)).toBe('DepartureRecorded');
    expect(leaving(new Date(lineChangedAt.getTime() - 1))).toBe('InvalidInput');
    expect(leaving(new Date(now.getTime() + 1))).toBe('InvalidInput');
  });

  it('passes their reports to their own manager, or to nobody', () => {
    const report = somebody('eve', { managerId: 'ada' });
    expect(passUp(report, ada)).toEqual({ ...report, managerId: 'boss', version: 2 });
    expect(passUp(report, { ...ada, managerId: null })).toMatchObject({ managerId: null });
  });
});

describe('reporting lines', () => {
  const anyChange: fc.Arbitrary<LineChange> = fc.record({
    personId: fc.constantFrom('a', 'b'),
    managerId: fc.constantFrom('x', 'y', null),
    at: fc.integer({ min: 0, max: 50 }).map((n) => new Date(n)),
  });

  it('of a person never overlap, and at most one is open, whatever changes come in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 30 }), (changes) => {
        const lines = new Map<string, ReportingLine>();
        for (const change of changes) {
          const open = [...lines.values()].filter((l) => l.until === null && l.personId === change.personId);
          const { ended, begun } = changeLines(open, [change], () => `line_${lines.size}`);
          for (const line of [...ended, ...begun]) lines.set(line.id, line);
        }
        for (const line of lines.values()) if (line.until) expect(line.until >= line.since).toBe(true);
        for (const own of Map.groupBy(lines.values(), (line) => line.personId).values()) {
          expect(own.filter((line) => line.until === null).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('that replace one another touch: the new begins when the old ends, and not before it began', () => {
    const open = [{ id: 'l1', personId: 'a', managerId: 'x', since: new Date(10), until: null }];
    for (const at of [5, 10, 20]) {
      const change = { personId: 'a', managerId: 'y', at: new Date(at) };
      const { ended, begun, heldSince } = changeLines(open, [change], () => 'l2');
      const since = new Date(Math.max(10, at));
      expect(ended).toEqual([{ ...open[0], until: since }]);
      expect(begun).toEqual([{ id: 'l2', personId: 'a', managerId: 'y', since, until: null }]);
      expect(heldSince.get('a')).toEqual(since);
    }
  });
});

describe('an e-mail address', () => {
  const withScope = { reach: 'SITE' as const, siteId: 'site_1', scopes: [SENSITIVE] };

  it('is shown with the scope and within reach, or to oneself', () => {
    expect(emailFor(withScope, ada, null)).toBe('SHOWN');
    expect(emailFor({ ...withScope, siteId: 'site_2' }, ada, null)).toBe('OUT_OF_REACH');
    expect(emailFor({ ...withScope, scopes: [] }, ada, null)).toBe('FORBIDDEN');
    expect(emailFor({ reach: 'OWN', personId: 'ada', scopes: [] }, ada, null)).toBe('SHOWN');
  });

  it('may be asked for by those who could see any', () => {
    expect(mayAskForEmail(withScope)).toBe(true);
    expect(mayAskForEmail({ reach: 'OWN', personId: 'ada', scopes: [] })).toBe(true);
    expect(mayAskForEmail({ reach: 'ALL', scopes: ['workforce:read'] })).toBe(false);
  });
});
