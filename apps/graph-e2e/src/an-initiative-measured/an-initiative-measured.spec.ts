import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, pounds, type Who } from '../../test/verbs.ts';

const WEEK = 7 * 86_400_000;
const clock = fixedClock('2026-01-05T12:00:00.000Z');
let world: GraphWorld;
let treated: Place;
let control: Place;
let manager: Who;
let agent: Who;
let customerId: string;
beforeAll(async () => {
  world = await startGraph({ now: clock });
  [treated, control] = [await givenPlace(world, 'Leeds'), await givenPlace(world, 'York')];
  manager = as('manager', await givenPerson(world, treated, 'Grace Leeds', 'MANAGER'));
  agent = as('agent', treated.personId);
  const [caseId] = await givenCases(world, treated, 1);
  const CUSTOMER = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const about = await asked<{ case: { customer: Known } }>(world, manager, CUSTOMER, { id: caseId });
  customerId = about.case.customer.id;
  await world.quiet();
}, 200_000);
afterAll(() => world?.close());

interface Known {
  readonly id: string;
}

let opened = 0;
/** So many cases that come to a place now. */
async function open({ siteId, teamId, personId: assigneeId }: Place, count: number): Promise<void> {
  const cases = Array.from({ length: count }, () => ({
    ...{ type: 'ENQUIRY', channel: 'PHONE', subject: 'Where is it?', customerId, siteId, teamId, assigneeId },
    ...{ openedAt: clock().toISOString(), externalReference: { source: 'desk', id: String((opened += 1)) } },
  }));
  await must(world, as('admin', manager.personId ?? ''), ['openCases', 'CasesOpened', '__typename'], { cases });
}

/** Weeks in which so many cases come to each site. */
async function weeks(
  count: number,
  { atTreated, atControl }: { readonly atTreated: number; readonly atControl: number },
) {
  for (let i = 0; i < count; i += 1) {
    await open(treated, atTreated);
    await open(control, atControl);
    clock.advance(WEEK);
  }
  await world.quiet();
}

/** Asks until something is so: what watches by itself looks every second. */
async function until<T>(ask: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  for (let i = 0; i < 200; i += 1) {
    const seen = await ask();
    if (holds(seen)) return seen;
    await delay(50);
  }
  throw new Error('It never came to be so');
}

/** Row 42 of the table of capabilities. */
describe('an idea', () => {
  let ideaId: string;

  it('without a reply by its day is flagged', async () => {
    const { idea } = await must<{ idea: Known & { answerBy: string } }>(
      world,
      agent,
      ['suggestIdea', 'IdeaSuggested', 'idea { id answerBy }'],
      { title: 'Ring before the van comes', words: 'Half of those who complain were not at home' },
    );
    ideaId = idea.id;
    expect(idea.answerBy).toBe('2026-01-15T12:00:00.000Z');
    const late = async () =>
      (
        await asked<{ ideas: { nodes: { id: string; status: string; unansweredAt: string | null }[] } }>(
          ...[world, manager, `{ ideas(isUnanswered: true) { nodes { id status unansweredAt } } }`],
        )
      ).ideas.nodes;
    expect(await late()).toEqual([]);
    clock.set('2026-01-15T12:00:00.000Z');
    const flagged = await until(late, ([first]) => first?.unansweredAt != null);
    expect(flagged).toEqual([{ id: ideaId, status: 'UNANSWERED', unansweredAt: '2026-01-15T12:00:00.000Z' }]);
  });

  it('is tried, and what it brings is the change of its figure times what one unit is worth, against a frozen baseline', async () => {
    clock.set('2026-01-19T12:00:00.000Z');
    await weeks(12, { atTreated: 10, atControl: 6 });
    const { initiative } = await must<{ initiative: Known }>(
      ...[world, manager, ['proposeInitiative', 'InitiativeProposed', 'initiative { id }'] as const],
      {
        ...{ title: 'Ring before the van comes', ownerId: manager.personId, metricKey: 'cases.opened' },
        ...{
          direction: 'AT_MOST',
          siteIds: [treated.siteId],
          controlSiteIds: [control.siteId],
          unitValue: pounds('12.50'),
        },
      },
    );
    const started = ['startInitiative', 'InitiativeStarted', 'initiative { baseline { treated control } }'] as const;
    const { initiative: frozen } = await must<{ initiative: { baseline: object[] } }>(world, manager, started, {
      initiativeId: initiative.id,
    });
    expect(frozen.baseline).toEqual(Array.from({ length: 12 }, () => ({ treated: 10, control: 6 })));
    const tried = { ideaId, decision: 'TRIED', reply: 'At Leeds, against York', initiativeId: initiative.id };
    await must(world, manager, ['answerIdea', 'IdeaAnswered', '__typename'], tried);
    clock.advance(WEEK);
    // Half as many again come everywhere: 15 were to be expected where 9 came, six fewer in each of four weeks.
    await weeks(4, { atTreated: 9, atControl: 9 });
    const IDEA = `query ($id: ID!) { idea(id: $id) { status decision answers { decision initiative { title
      benefit { weeks change isControlled toDate { amount } } benefitToDate { amount } } } } }`;
    const { idea } = await asked<{ idea: object }>(world, manager, IDEA, { id: ideaId });
    const money = { amount: String((6 * 4 * 12.5).toFixed(2)) };
    expect(idea).toEqual({
      ...{ status: 'ANSWERED', decision: 'TRIED' },
      answers: [
        {
          decision: 'TRIED',
          initiative: {
            ...{ title: 'Ring before the van comes', benefitToDate: money },
            benefit: { weeks: 4, change: -6, isControlled: true, toDate: money },
          },
        },
      ],
    });
  });
});
