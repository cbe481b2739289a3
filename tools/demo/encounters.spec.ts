import { describe, expect, it } from '@jest/globals';
import { DEMO_TOUCHPOINTS, demoVisits, touchpointOfCase } from './encounters.ts';
import { organisation } from './organisation.ts';

const now = new Date('2026-03-02T10:00:00.000Z');

describe('The encounters of the demo', () => {
  it('are visits to come, each by somebody else, the same for the same seed', () => {
    const visits = demoVisits('spec', organisation('spec'), now);
    expect(visits).toHaveLength(6);
    expect(new Set(visits.map(({ person }) => person)).size).toBe(6);
    for (const { visit } of visits) expect(visit.startsAt.getTime()).toBeGreaterThan(now.getTime());
    expect(demoVisits('spec', organisation('spec'), now)).toEqual(visits);
  });

  it('leave one touchpoint at which nothing went wrong, and hurt at some more than at others', () => {
    const counts = Array.from({ length: DEMO_TOUCHPOINTS }, () => 0);
    for (let index = 0; index < 60; index += 1) {
      const place = touchpointOfCase('spec', index);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    expect(counts.at(-1)).toBe(0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(Math.max(...counts)).toBeGreaterThan(10);
  });
});
