import { describe, expect, it } from '@jest/globals';
import { chanceOf } from '../statistics/chance.ts';
import { consistencyOf, type LikeDecision } from './consistency.ts';

const TEAMS = ['team_a', 'team_b', 'team_c'];
const form = { by: 'TEAM' as const, falseAlarmRate: 0.05, pairs: 10 };

/** Decisions on thirty sets of facts by three teams; `strict` is how much less a team grants. */
function decided(seed: number, count: number, strict: (team: string) => number = () => 0): LikeDecision[] {
  const draw = chanceOf(seed);
  return Array.from({ length: count }, (_, i) => {
    const facts = Math.floor(draw() * 30);
    const group = TEAMS[Math.floor(draw() * 3)]!;
    const isGranted = draw() < 0.4 + (facts % 5) / 10 - strict(group);
    return { decisionId: `dcsn_${i}`, facts: `table:${facts}`, group, result: isGranted ? 'GRANTED' : 'REFUSED' };
  });
}

describe('the consistency of decisions', () => {
  it('shows the team that refuses what others grant on the same facts, and pairs to look at', () => {
    const { findings, sample, comparable } = consistencyOf(
      decided(1, 900, (team) => (team === 'team_b' ? 0.3 : 0)),
      form,
    );
    expect(findings[0]).toMatchObject({ group: 'team_b' });
    expect(findings[0]!.difference).toBeLessThan(-0.2);
    expect(comparable).toBe(900);
    expect(sample).toHaveLength(10);
    for (const { granted, refused } of sample) {
      expect([granted.facts, granted.result, refused.result]).toEqual([refused.facts, 'GRANTED', 'REFUSED']);
      expect(granted.group).not.toBe(refused.group);
    }
  });

  it('gives a finding in at most the stated share of fixtures in which all teams decide alike', () => {
    const seeds = Array.from({ length: 400 }, (_, seed) => seed);
    const alarms = seeds.filter((seed) => consistencyOf(decided(seed, 200), form).findings.length > 0).length;
    expect(alarms / seeds.length).toBeLessThanOrEqual(0.05);
  });

  it('is whole where like facts always end alike, and says nothing of facts that came once', () => {
    const alike = decided(3, 200).map((each): LikeDecision => ({ ...each, result: 'GRANTED' }));
    const once: LikeDecision = { decisionId: 'dcsn_x', facts: 'table:x', group: 'team_a', result: 'REFUSED' };
    expect(consistencyOf([...alike, once], form)).toMatchObject({
      ...{ comparable: 200, consistent: 200, findings: [], sample: [] },
    });
  });
});
