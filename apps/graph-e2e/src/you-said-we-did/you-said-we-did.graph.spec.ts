import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

/** How many of the 500 complaints came from each cause; the rest from none that anybody named. */
const FIXTURE = [
  ['Promised too early', 211],
  ['Broken on arrival', 124],
  ['Billed twice', 88],
  ['Nobody called back', 47],
] as const;
const CASES = 500;
const UNATTRIBUTED = 30;

const clock = fixedClock('2026-01-12T09:00:00.000Z');
let world: GraphWorld;
let place: Place;
let manager: Who;
let caseIds: readonly string[];
beforeAll(async () => {
  world = await startGraph({ now: clock });
  place = await givenPlace(world, 'Desk');
  manager = as('manager', await givenPerson(world, place, 'Grace Desk', 'MANAGER'));
  caseIds = await givenCases(world, place, CASES);
  await world.quiet();
}, 200_000);
afterAll(() => world?.close());

interface Known {
  readonly id: string;
}

/** Says the cause of every case that has one, in the order in which they were opened. */
async function attributeAll(): Promise<void> {
  let next = 0;
  for (const [name, count] of FIXTURE) {
    const { cause } = await must<{ cause: Known }>(world, manager, ['recordCause', 'CauseRecorded', 'cause { id }'], {
      name,
    });
    for (const caseId of caseIds.slice(next, next + count))
      await must(world, manager, ['attributeCause', 'CauseAttributed', 'attribution { because }'], {
        ...{ caseId, causeId: cause.id, because: 'The letter says so' },
      });
    next += count;
  }
}

const PARETO = `{ causePareto(period: { from: "2026-01-01", to: "2026-02-01" }, type: "COMPLAINT") {
  cases rows { cause { name } cases share cumulativeShare } } }`;

interface Improvement {
  readonly status: string;
  readonly decision: string | null;
  readonly reply: string | null;
}
async function improvementsOf(caseId: string): Promise<readonly Improvement[]> {
  const query = `query ($id: ID!) { case(id: $id) { improvements { department status decision reply } } }`;
  return (await asked<{ case: { improvements: Improvement[] } }>(world, manager, query, { id: caseId })).case
    .improvements;
}

describe('five hundred complaints', () => {
  it('fall to their causes as a fixture of them does, and to none where nobody said', async () => {
    await attributeAll();
    let upTo = 0;
    const expected = FIXTURE.map(([name, cases]) => {
      upTo += cases;
      return { cause: { name }, cases, share: cases / CASES, cumulativeShare: upTo / CASES };
    });
    const { causePareto } = await asked<{ causePareto: object }>(world, manager, PARETO);
    expect(causePareto).toEqual({
      cases: CASES,
      rows: [...expected, { cause: null, cases: UNATTRIBUTED, share: UNATTRIBUTED / CASES, cumulativeShare: null }],
    });
  }, 120_000);
});

describe('what customers say to a department', () => {
  it('is announced as unanswered after ten days, and its reply shows on the cases it rests on', async () => {
    const [one, other] = [caseIds[0] ?? '', caseIds[499] ?? ''];
    const { insight } = await must<{ insight: Known & { answerBy: string } }>(
      world,
      manager,
      ['raiseInsight', 'InsightRaised', 'insight { id answerBy }'],
      {
        ...{ title: 'Vans are promised too early', department: 'Sales', ask: 'Promise a day later' },
        caseIds: caseIds.slice(0, 211),
      },
    );
    expect(insight.answerBy).toBe('2026-01-22T09:00:00.000Z');
    expect(await improvementsOf(one)).toEqual([
      { department: 'Sales', status: 'WAITING', decision: null, reply: null },
    ]);

    clock.set('2026-01-22T09:00:00.000Z');
    const noticed = `query ($id: ID!) { insight(id: $id) { status unansweredAt } }`;
    for (;;) {
      const seen = await asked<{ insight: { unansweredAt: string | null } }>(world, manager, noticed, {
        id: insight.id,
      });
      if (seen.insight.unansweredAt) {
        expect(seen.insight).toEqual({ status: 'UNANSWERED', unansweredAt: '2026-01-22T09:00:00.000Z' });
        break;
      }
      await delay(50);
    }

    const answer = { insightId: insight.id, decision: 'ACCEPTED', reply: 'Promised a day later since Monday' };
    await must(world, manager, ['answerInsight', 'InsightAnswered', 'insight { id }'], answer);
    expect(await run(world, manager, ['answerInsight', ''], answer)).toMatchObject({ code: 'INSIGHT_IS_ANSWERED' });
    expect(await improvementsOf(one)).toEqual([
      {
        ...{ department: 'Sales', status: 'ANSWERED', decision: 'ACCEPTED' },
        reply: 'Promised a day later since Monday',
      },
    ]);
    expect(await improvementsOf(other)).toEqual([]);
  });
});
