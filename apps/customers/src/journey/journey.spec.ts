import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { painPointsOf, problemsOfJourney, problemsOfTag, reopenedShare, type JourneyStage } from './journey.ts';

const touchpoint = (id: string) => ({ id, journeyId: 'jrny_1', name: id, channel: 'PHONE', teamId: null }) as const;
const stages: readonly JourneyStage[] = [
  { name: 'Buy', touchpoints: [touchpoint('a'), touchpoint('b')] },
  { name: 'Use', touchpoints: [touchpoint('c')] },
];
const count = (cases: number, complaints: number, reopened = 0) => ({
  ...{ cases, complaints, reopened, feedback: 0, feedbackScore: null },
});

describe('pain points', () => {
  it('show every touchpoint in the order of the journey, with zeros where nothing happened, and rank by complaints', () => {
    const counted = new Map([
      ['c', count(4, 3, 1)],
      ['b', count(9, 1)],
    ]);
    expect(
      painPointsOf({ stages }, counted).map(({ touchpointId, stage, cases, rank }) => [
        touchpointId,
        stage,
        cases,
        rank,
      ]),
    ).toEqual([
      ['a', 'Buy', 0, 3],
      ['b', 'Buy', 9, 2],
      ['c', 'Use', 4, 1],
    ]);
    expect(reopenedShare(count(4, 3, 1))).toBe(0.25);
    expect(reopenedShare(count(0, 0))).toBeNull();
  });

  it('show a touchpoint that is in the journey no more only when something happened there', () => {
    const counted = new Map([
      ['x', count(1, 1)],
      ['y', count(0, 0)],
    ]);
    expect(painPointsOf({ stages }, counted).slice(3)).toMatchObject([{ touchpointId: 'x', stage: null, rank: 1 }]);
  });

  it('rank more complaints before fewer, and the same alike', () => {
    const counts = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(counts, (given) => {
        const counted = new Map(
          given.map(([cases, complaints, reopened], i) => ['abc'[i] ?? '', count(cases, complaints, reopened)]),
        );
        const ranked = painPointsOf({ stages }, counted);
        expect(ranked).toHaveLength(3);
        expect(Math.min(...ranked.map(({ rank }) => rank))).toBe(1);
        for (const one of ranked)
          for (const other of ranked) {
            if (one.complaints > other.complaints) expect(one.rank).toBeLessThan(other.rank);
            const same =
              one.complaints === other.complaints && one.cases === other.cases && one.reopened === other.reopened;
            expect(one.rank === other.rank).toBe(same);
          }
      }),
    );
  });
});

describe('a journey', () => {
  it('keeps its own touchpoints, each once, and takes none of another', () => {
    const asked = (ids: readonly (string | null)[]) =>
      problemsOfJourney(
        {
          name: 'Kettle',
          stages: [
            { name: 'Buy', touchpoints: ids.map((touchpointId) => ({ touchpointId, name: 'Desk', channel: 'PHONE' })) },
          ],
        },
        new Set(['tpnt_a']),
      );
    expect(asked(['tpnt_a', null, null])).toEqual([]);
    expect(asked(['tpnt_a', 'tpnt_a'])).toHaveLength(1);
    expect(asked(['tpnt_b'])).toHaveLength(1);
    expect(problemsOfJourney({ name: ' ', stages: [] }, new Set())).toHaveLength(2);
  });

  it('is tagged with a case or with feedback, never with both or neither', () => {
    const both = { caseId: 'case_01', feedbackId: 'fdbk_01' };
    expect([both, {}].map((tag) => problemsOfTag(tag).length)).toEqual([1, 1]);
  });
});
