import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CoverVerdict, EscalationLevel } from '@courtesy/graph-types/cases';
import { levelOf, LEVELS, rankOf, type Candidate } from '../person-copy/on-duty.ts';
import { search } from './cover-search.ts';

const noon = new Date('2026-03-02T12:00:00Z');
const anyCandidates = fc.uniqueArray(
  fc.record({
    personId: fc.integer({ min: 1, max: 30 }).map((n) => `pers_${n}`),
    role: fc.constantFrom('AGENT', 'LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ANALYST'),
    siteId: fc.constant('site_1'),
    teamId: fc.constantFrom('team_1', 'team_2', null),
    shiftEndsAt: fc.constantFrom(noon, null),
    isElsewhere: fc.boolean(),
    isAbsent: fc.boolean(),
    isOnLeave: fc.boolean(),
    asked: fc.nat(3),
  }),
  { selector: ({ personId }) => personId, maxLength: 12 },
);
const anyBars = fc.dictionary(
  fc.integer({ min: 1, max: 30 }).map((n) => `pers_${n}`),
  fc.constantFrom<CoverVerdict>('IS_REQUESTER', 'HANDLES_IT', 'DID_NOT_ACCEPT', 'RETURNED_IT'),
);
const anyLevel = fc.constantFrom<EscalationLevel>(...LEVELS);
const couldCome = (candidate: Candidate, barred: ReadonlyMap<string, CoverVerdict>, level: EscalationLevel) => {
  const own = levelOf(candidate.role);
  const isThere = candidate.shiftEndsAt !== null && !candidate.isOnLeave && !barred.has(candidate.personId);
  return own !== null && rankOf(own) >= rankOf(level) && isThere;
};

describe('a search for whoever is on duty', () => {
  it('finds somebody exactly when somebody could come, at the lowest level at which anybody could', () => {
    fc.assert(
      fc.property(anyCandidates, anyBars, anyLevel, (candidates, bars, level) => {
        const barred = new Map(Object.entries(bars));
        const { found } = search(candidates, { level, teamId: 'team_1', barred });
        const able = candidates.filter((each) => couldCome(each, barred, level));
        expect(found === null).toBe(able.length === 0);
        if (!found) return;
        expect(able).toContain(found.candidate);
        const lowest = Math.min(...able.map(({ role }) => rankOf(levelOf(role) ?? 'DIRECTOR')));
        expect(rankOf(found.level)).toBe(lowest);
      }),
    );
  });

  it('says of everybody at every level it looked at what was decided, and chooses one at most', () => {
    fc.assert(
      fc.property(anyCandidates, anyBars, anyLevel, (candidates, bars, level) => {
        const { found, considered } = search(candidates, {
          level,
          teamId: null,
          barred: new Map(Object.entries(bars)),
        });
        const highest = found ? rankOf(found.level) : rankOf('DIRECTOR');
        const expected = candidates.filter(({ role }) => {
          const own = levelOf(role);
          return own !== null && rankOf(own) >= rankOf(level) && rankOf(own) <= highest;
        });
        expect(considered.map(({ personId }) => personId).sort()).toEqual(
          expected.map(({ personId }) => personId).sort(),
        );
        const chosen = considered.filter(({ verdict }) => verdict === 'CHOSEN');
        expect(chosen.map(({ personId }) => personId)).toEqual(found ? [found.candidate.personId] : []);
      }),
    );
  });

  it('asks the lead of the team before others, and then whoever has the least to answer', () => {
    const lead = (personId: string, teamId: string, asked: number): Candidate => ({
      ...{ personId, role: 'LEAD', siteId: 'site_1', teamId, shiftEndsAt: noon, asked },
      ...{ isElsewhere: false, isAbsent: false, isOnLeave: false },
    });
    const wanted = { level: 'LEAD' as const, teamId: 'team_1', barred: new Map<string, CoverVerdict>() };
    const all = [lead('pers_1', 'team_2', 0), lead('pers_2', 'team_1', 2), lead('pers_3', 'team_1', 1)];
    expect(search(all, wanted).found?.candidate.personId).toBe('pers_3');
  });
});
