import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Duration } from '@courtesy/kernel';
import type { RoutingQueue } from '../routing-queue/routing-queue.ts';
import { assignmentOf, decodeVerdicts, encodeVerdicts, replay } from './assignment.ts';
import { choose, type Ask, type PersonFacts } from './candidate.ts';
import { askOf, decideRound, inOrder, type WaitingCase } from './round.ts';

const at = new Date('2026-03-02T10:00:00Z');
const ms = (value: number) => value as Duration;

const queueOf = (more: Partial<RoutingQueue> = {}): RoutingQueue => ({
  ...{ id: 'rque_1', key: 'desk', number: 1, name: 'The desk', teamId: 'team_1', position: 0, caseType: null },
  ...{ channels: [], product: null, issue: null, delivery: 'PUSH', capacity: 6, weights: [], skills: [], needs: [] },
  ...{ overflowTeamId: null, overflowAfter: null, offerTimeout: ms(60_000), declineRest: ms(0) },
  ...{ followsRoster: true, followsPresence: true, isRetired: false, effectiveFrom: at, publishedBy: 'lead' },
  ...more,
});

const personOf = (personId: string, more: Partial<PersonFacts> = {}): PersonFacts => ({
  ...{ personId, role: 'AGENT', teamId: 'team_1', isOnShift: true, isOnLeave: false, presence: 'AVAILABLE' },
  ...{ percent: 100, skills: {}, used: 0, isBlocked: false, byHand: [], given: 0, lastGivenAt: null, isAsking: false },
  ...more,
});

const waitingOf = (n: number, more: Partial<WaitingCase> = {}): WaitingCase => ({
  ...{ caseId: `case_${n}`, queueId: 'rque_1', channel: 'EMAIL', priority: 'NORMAL' },
  ...{ openedAt: new Date(at.getTime() - 1_000_000 + n), adjustments: [], declinedIds: [] },
  ...more,
});

const plain: Ask = { channel: 'EMAIL', asked: [], isOverflow: false, declinedIds: [] };

/** Mostly the one, now and then another. */
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, ...others.map((each) => fc.constant(each)));

const anyPerson = fc.record({
  personId: fc.integer({ min: 1, max: 40 }).map((n) => `pers_${n}`),
  role: mostly('AGENT', 'LEAD'),
  teamId: mostly<string | null>('team_1', 'team_2', null),
  isOnShift: mostly(true, false),
  isOnLeave: mostly(false, true),
  presence: mostly<string | null>('AVAILABLE', 'BREAK', 'ON_CONTACT', null),
  percent: mostly(100, 0, 50),
  skills: mostly<Record<string, number>>({ billing: 3, 'lang.cy': 3 }, { billing: 1 }, { 'lang.cy': 5 }, {}),
  used: fc.nat(3),
  isBlocked: mostly(false, true),
  byHand: fc.array(fc.constantFrom('EMAIL', 'PHONE', 'CHAT'), { maxLength: 1 }),
  given: fc.nat(3),
  lastGivenAt: fc.option(fc.nat(1000)),
  isAsking: mostly(true, false),
}) as fc.Arbitrary<PersonFacts>;
const anyPeople = fc.uniqueArray(anyPerson, { selector: ({ personId }) => personId, maxLength: 8 });
const anySkill = fc.record({
  skill: fc.constantFrom('billing', 'lang.cy'),
  level: fc.integer({ min: 1, max: 4 }),
  isMandatory: fc.boolean(),
  dropAfter: fc.option(fc.integer({ min: 0, max: 2_000_000 }).map(ms)),
});
const anyQueue = fc
  .record({
    delivery: fc.constantFrom('PUSH', 'PULL'),
    capacity: fc.integer({ min: 1, max: 20 }),
    weights: fc.constantFrom(
      [],
      [
        { channel: 'EMAIL', weight: 2, isExclusive: false },
        { channel: 'PHONE', weight: 6, isExclusive: true },
      ],
    ),
    skills: fc.uniqueArray(anySkill, { selector: ({ skill }) => skill, maxLength: 2 }),
    needs: fc.array(fc.record({ need: fc.constant('INTERPRETER'), skill: anySkill }), { maxLength: 1 }),
    overflowTeamId: fc.constant('team_2'),
    overflowAfter: fc.option(fc.integer({ min: 0, max: 2_000_000 }).map(ms)),
    followsRoster: fc.boolean(),
    followsPresence: fc.boolean(),
  })
  .map((more) => queueOf(more as unknown as Partial<RoutingQueue>));
const anyWaiting = fc.array(
  fc.record({
    priority: fc.constantFrom('LOW', 'NORMAL', 'HIGH', 'URGENT'),
    channel: fc.constantFrom('EMAIL', 'PHONE', 'CHAT'),
    adjustments: fc.constantFrom([], ['INTERPRETER']),
    declinedIds: fc.subarray(['pers_1', 'pers_2', 'pers_3']),
  }),
  { maxLength: 12 },
);

describe('a choice', () => {
  it('says of everybody what was decided, and chooses somebody exactly when no rule removes everybody', () => {
    fc.assert(
      fc.property(anyPeople, anyQueue, fc.boolean(), (people, queue, isOverflow) => {
        const { chosen, chosenBy, verdicts } = choose(people, { ...plain, isOverflow }, queue);
        expect(verdicts).toHaveLength(people.length);
        const able = people.filter((_, i) => ['CHOSEN', 'PASSED_OVER'].includes(verdicts[i] ?? ''));
        expect(verdicts.filter((each) => each === 'CHOSEN')).toHaveLength(able.length > 0 ? 1 : 0);
        expect(chosen === null).toBe(able.length === 0);
        expect(chosenBy === 'ONLY_CANDIDATE').toBe(able.length === 1);
      }),
    );
  });

  it('does not hang on the order in which people are given', () => {
    fc.assert(
      fc.property(anyPeople, anyQueue, (people, queue) => {
        const there = choose(people, plain, queue);
        const back = choose([...people].reverse(), plain, queue);
        expect(back.chosen).toBe(there.chosen);
        expect([...back.verdicts].reverse()).toEqual(there.verdicts);
      }),
    );
  });

  it.each([
    ['OWN_TEAM', { given: 9 }, { teamId: 'team_2' }],
    ['BEST_SKILLED', { given: 9, skills: { 'lang.cy': 3 } }, {}],
    ['LEAST_GIVEN', { given: 1, lastGivenAt: 9 }, { given: 2, lastGivenAt: 1 }],
    ['LEAST_GIVEN', { given: 3 }, { given: 2, percent: 50 }],
    ['LONGEST_IDLE', { given: 1, lastGivenAt: 1 }, { given: 1, lastGivenAt: 2 }],
    ['FIRST_KNOWN', {}, {}],
  ] as const)('names the tie-break that decided: %s', (name, first, second) => {
    const asked = [{ skill: 'lang.cy', level: 1, isMandatory: false, isDropped: true }];
    const people = [personOf('pers_b', second), personOf('pers_a', first)];
    const { chosen, chosenBy } = choose(
      people,
      { ...plain, asked, isOverflow: true },
      queueOf({ overflowTeamId: 'team_2' }),
    );
    expect([chosen?.personId, chosenBy]).toEqual(['pers_a', name]);
  });
});

describe('what a case asks for', () => {
  const preferred = { skill: 'lang.cy', level: 2, isMandatory: false, dropAfter: ms(60_000) };

  it('drops a preferred skill from the very instant of its wait on, and a mandatory one never', () => {
    const mandatory = { skill: 'billing', level: 1, isMandatory: true, dropAfter: null };
    const queue = queueOf({ skills: [mandatory, preferred] });
    const dropped = (waited: number) => askOf(waitingOf(1), queue, ms(waited)).asked.map(({ isDropped }) => isDropped);
    expect([dropped(59_999), dropped(60_000), dropped(1e12)]).toEqual([
      [false, false],
      [false, true],
      [false, true],
    ]);
  });

  it('is a skill for each adjustment that the queue knows of, the stricter of two that speak of one skill', () => {
    const strict = { skill: 'lang.cy', level: 4, isMandatory: true, dropAfter: null };
    const queue = queueOf({ skills: [preferred], needs: [{ need: 'INTERPRETER', skill: strict }] });
    const asked = (adjustments: string[]) => askOf(waitingOf(1, { adjustments }), queue, ms(60_000)).asked;
    expect(asked([])).toEqual([{ skill: 'lang.cy', level: 2, isMandatory: false, isDropped: true }]);
    expect(asked(['INTERPRETER'])).toEqual([{ skill: 'lang.cy', level: 4, isMandatory: true, isDropped: false }]);
  });
});

describe('a round', () => {
  it('gives 1,000 equal cases to 10 equal agents within one of each other, whenever it stops', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (count) => {
        const people = Array.from({ length: 10 }, (_, i) => personOf(`pers_${i}`));
        const waiting = Array.from({ length: count }, (_, i) => waitingOf(i));
        const queues = new Map([['rque_1', queueOf({ capacity: 1000 })]]);
        const { offerings } = decideRound({ at, people, queues, waiting, askers: [], limit: 1000 });
        const given = people.map(({ personId }) => offerings.filter((each) => each.personId === personId).length);
        expect(offerings).toHaveLength(count);
        expect(Math.max(...given) - Math.min(...given)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 15 },
    );
  });

  it('offers no case twice, fills nobody beyond their capacity, and each of its choices replays to the same', () => {
    fc.assert(
      fc.property(anyPeople, anyQueue, anyWaiting, (people, queue, cases) => {
        const queues = new Map([[queue.id, queue]]);
        const waiting = cases.map((each, n) => waitingOf(n, each as Partial<WaitingCase>)).sort(inOrder);
        const { offerings } = decideRound({ at, people, queues, waiting, askers: [], limit: 100 });
        expect(new Set(offerings.map((each) => each.waiting.caseId)).size).toBe(offerings.length);
        const round = { id: 'rrnd_1', at, people };
        const offers = offerings.map((each, place) => ({
          assignment: assignmentOf(each, { id: `asgn_${place}`, roundId: round.id, place, at }),
          queue,
        }));
        for (const { assignment } of offers) {
          const again = replay(assignment, { round, offers, queue });
          expect(again).toEqual({ personId: assignment.personId, chosenBy: assignment.chosenBy, isSame: true });
        }
        for (const { personId, used } of people) {
          const got = offers.filter(({ assignment }) => assignment.personId === personId);
          const taken = got.reduce((sum, { assignment }) => sum + assignment.weight, 0);
          if (got.length > 0 && !got.some(({ assignment }) => assignment.isExclusive))
            expect(used + taken).toBeLessThanOrEqual(queue.capacity);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps verdicts as letters that read as they were', () => {
    const verdicts = ['CHOSEN', 'PASSED_OVER', 'LACKS_SKILL', 'OFF_SHIFT', 'NO_CAPACITY'] as const;
    expect(decodeVerdicts(encodeVerdicts(verdicts))).toEqual(verdicts);
    expect(() => decodeVerdicts('?')).toThrow('stands for no verdict');
  });
});
