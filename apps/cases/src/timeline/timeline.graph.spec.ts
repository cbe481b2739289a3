import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { durationOf } from '@courtesy/kernel';
import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import { changeAt, contactAt, openAt, untilBreaches } from '../../test/clock-stories.ts';
import { policyTells, standard, version } from '../../test/policy-feed.ts';
import { ask, clock, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => clock.set('2026-03-02T10:00:00Z'));
afterAll(() => world?.close());

interface SeenEntry {
  readonly __typename: string;
  readonly id: string;
  readonly kind: string;
  readonly at: string;
}
interface SeenPage {
  readonly nodes: readonly (SeenEntry & Readonly<Record<string, unknown>>)[];
  readonly totalCount?: number;
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

const ENTRY = `__typename id kind at recordedAt
  ... on ContactRecordedEntry { interaction { id body current } }
  ... on StatusChangedEntry { before: from after: to outcome }`;
const CASEWORK = `actor { subject person { id } }
  ... on ContactCorrectedEntry { interaction { body correctionReason } }
  ... on StatusChangedEntry { reason }
  ... on CaseAssignedEntry { site { id } team { id } assignee { id } }
  ... on CasePrioritisedEntry { priorityBefore: from priorityAfter: to why: reason }
  ... on DisputeRecordedEntry { disputed }
  ... on ClockBreachedEntry { clock segment }
  ... on GuardOverriddenEntry { verb overriddenFor: reason failures { kind } }`;

const timelineOf = async (id: string, args: Record<string, unknown> = {}, actor: Actor = manager) => {
  const fields = actor.scopes.includes('casework:read') ? `${ENTRY} ${CASEWORK}` : ENTRY;
  const answer = await ask<{ case: { timeline: SeenPage } }>(
    world,
    `query ($id: ID!, $first: Int, $after: String, $kinds: [TimelineKind!], $orderBy: TimelineOrder = OLDEST_FIRST) {
       case(id: $id) { timeline(first: $first, after: $after, kinds: $kinds, orderBy: $orderBy) {
         nodes { ${fields} } totalCount pageInfo { endCursor hasNextPage } } } }`,
    { id, ...args },
    actor,
  );
  return answer.case.timeline;
};

const customerId = someId('cust');
const personId = someId('pers');
const teamId = someId('team');

/** A case with something of everything, and what happened to it in order. */
async function givenEventfulCase(): Promise<string> {
  const id = await openAt(world, '2026-03-02T10:00:00Z', { customerId });
  await contactAt(world, '2026-03-02T10:01:00Z', id, { direction: 'INBOUND', body: 'It leaks' });
  await changeAt(world, '2026-03-02T10:02:00Z', 'assignCase', { caseId: id, teamId, assigneeId: personId });
  await changeAt(world, '2026-03-02T10:03:00Z', 'prioritiseCase', { caseId: id, priority: 'HIGH', reason: 'A flood' });
  await changeAt(world, '2026-03-02T10:04:00Z', 'awaitThirdParty', { caseId: id, reason: 'The plumber' });
  const [contact] = (await timelineOf(id, { kinds: ['CONTACT_RECORDED'] })).nodes;
  await changeAt(world, '2026-03-02T10:05:00Z', 'correctInteraction', {
    ...{ interactionId: contact?.id, reason: 'Misheard', body: 'It squeaks' },
  });
  await changeAt(world, '2026-03-02T10:06:00Z', 'resolveCase', { caseId: id, outcome: 'EXPLANATION' });
  await changeAt(world, '2026-03-02T10:07:00Z', 'recordDispute', { caseId: id, disputed: true });
  await contactAt(world, '2026-03-02T10:08:00Z', id, { direction: 'INBOUND', body: 'No!' });
  await changeAt(world, '2026-03-02T10:09:00Z', 'closeCase', { caseId: id, override: { reason: 'Said all' } });
  return id;
}

describe('the timeline of a case', () => {
  it('tells everything that happened to it, in one order, each with who put it on record', async () => {
    const id = await givenEventfulCase();
    const { nodes, totalCount } = await timelineOf(id);
    expect(nodes.map(({ __typename, at }) => `${at.slice(11, 16)} ${__typename}`)).toEqual([
      '10:00 StatusChangedEntry',
      '10:01 ContactRecordedEntry',
      '10:02 CaseAssignedEntry',
      '10:03 CasePrioritisedEntry',
      '10:04 StatusChangedEntry',
      '10:05 ContactCorrectedEntry',
      '10:06 StatusChangedEntry',
      '10:07 DisputeRecordedEntry',
      '10:08 ContactRecordedEntry',
      '10:09 StatusChangedEntry',
      '10:09 GuardOverriddenEntry',
    ]);
    expect(totalCount).toBe(11);
    expect(nodes).toMatchObject([
      { kind: 'STATUS_CHANGED', before: null, after: 'NEW', actor: { subject: manager.subject, person: null } },
      { interaction: { body: 'It leaks', current: false } },
      { site: null, team: { id: teamId }, assignee: { id: personId } },
      { priorityBefore: 'NORMAL', priorityAfter: 'HIGH', why: 'A flood' },
      { before: 'NEW', after: 'WAITING_THIRD_PARTY', reason: 'The plumber' },
      { interaction: { body: 'It squeaks', correctionReason: 'Misheard' } },
      { after: 'RESOLVED', outcome: 'EXPLANATION', reason: null },
      { disputed: true },
      { interaction: { body: 'No!' } },
      { before: 'RESOLVED', after: 'CLOSED' },
      { verb: 'CLOSE', overriddenFor: 'Said all', failures: [{ kind: 'CUSTOMER_UNANSWERED' }] },
    ]);
  });

  it('shows its customer the contacts as they are now and where it stood, and none of the casework', async () => {
    const id = await givenEventfulCase();
    const customer = caller('CUSTOMER', { customerId });
    const { nodes, totalCount } = await timelineOf(id, {}, customer);
    expect(nodes.map(({ __typename }) => __typename)).toEqual([
      'StatusChangedEntry',
      'ContactRecordedEntry',
      'StatusChangedEntry',
      'StatusChangedEntry',
      'ContactRecordedEntry',
      'StatusChangedEntry',
    ]);
    expect(nodes[1]).toMatchObject({ interaction: { body: 'It squeaks', current: true } });
    expect(totalCount).toBe(6);
    const casework = ['ASSIGNED', 'GUARD_OVERRIDDEN', 'CONTACT_CORRECTED', 'CLOCK_BREACHED', 'PRIORITISED'];
    expect((await timelineOf(id, { kinds: casework }, customer)).nodes).toEqual([]);
    const { errors = [] } = await world.service.execute({
      query: `query ($id: ID!) { case(id: $id) { timeline { nodes { actor { subject } ... on StatusChangedEntry { reason } } } } }`,
      variables: { id },
      actor: customer,
    });
    expect(new Set(errors.map((error) => (error as { message: string }).message))).toEqual(
      new Set(
        ['StatusChangedEntry.actor', 'ContactRecordedEntry.actor', 'StatusChangedEntry.reason'].map(
          (field) => `You may not see ${field}.`,
        ),
      ),
    );
  });

  it.each(['OLDEST_FIRST', 'NEWEST_FIRST'])('%s is the same whatever the size of its pages', async (orderBy) => {
    const id = await givenEventfulCase();
    const whole = (await timelineOf(id, { orderBy })).nodes.map((each) => each.id);
    for (const first of [1, 2, 3, 5]) {
      const read: string[] = [];
      let after: string | null = null;
      do {
        const page: SeenPage = await timelineOf(id, { first, after, orderBy });
        read.push(...page.nodes.map((each) => each.id));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      expect(read).toEqual(whole);
    }
    const other = await timelineOf(id, { orderBy: orderBy === 'OLDEST_FIRST' ? 'NEWEST_FIRST' : 'OLDEST_FIRST' });
    expect(other.nodes.map((each) => each.id)).toEqual(whole.toReversed());
  });

  it('is read in one statement for any number of cases, and counted in one', async () => {
    const ids = await Promise.all([givenEventfulCase(), openAt(world, '2026-03-02T10:00:00Z', { customerId })]);
    world.statements();
    const answer = await ask<{ cases: { nodes: { id: string; timeline: SeenPage }[] } }>(
      world,
      `query ($customer: ID!) { cases(where: { customer: { eq: $customer } }, first: 50) { nodes { id timeline(first: 2) { nodes { id } totalCount } } } }`,
      { customer: customerId },
    );
    expect(answer.cases.nodes.length).toBeGreaterThanOrEqual(ids.length);
    expect(answer.cases.nodes.every(({ timeline }) => timeline.nodes.length > 0 && timeline.nodes.length <= 2)).toBe(
      true,
    );
    expect(world.statements()).toHaveLength(3);
  });

  it('refuses a cursor that is none of its own', async () => {
    const id = await openAt(world, '2026-03-02T10:00:00Z');
    await expect(timelineOf(id, { after: 'somewhere' })).rejects.toThrow(/is not a cursor/);
    await expect(timelineOf(id, { first: 101 })).rejects.toThrow(/between 1 and 100/);
  });

  it('tells of a clock that reached its target at that instant', async () => {
    await policyTells(
      world.service.database,
      version('calv_office', { calendarId: 'cal_office' }),
      standard('std_1', { targets: { FIRST_RESPONSE: 60 } }),
    );
    const id = await openAt(world, '2026-03-02T10:00:00Z');
    clock.set(new Date(Date.parse('2026-03-02T10:00:00Z') + durationOf(7_200_000)).toISOString());
    await untilBreaches(world, 1);
    expect((await timelineOf(id, { kinds: ['CLOCK_BREACHED'] })).nodes).toMatchObject([
      { at: '2026-03-02T11:00:00.000Z', clock: 'FIRST_RESPONSE', segment: 1, actor: null },
    ]);
  });

  it('tells of a case from another system what has become of it there', async () => {
    const { openCases } = await ask<{ openCases: { cases: { case: { id: string } }[] } }>(
      world,
      `mutation ($input: OpenCasesInput!) { openCases(input: $input) { ... on CasesOpened { cases { case { id } } } } }`,
      {
        input: {
          cases: [
            {
              ...{ type: 'COMPLAINT', channel: 'PHONE', subject: 'A loan', customerId, teamId },
              openedAt: '2026-01-05T00:00:00Z',
              externalReference: { source: 'old', id: '1' },
              history: {
                assignedAt: '2026-01-06T00:00:00Z',
                resolvedAt: '2026-01-09T00:00:00Z',
                outcome: 'MONETARY_RELIEF',
                disputed: true,
              },
            },
          ],
        },
      },
      caller('ADMIN'),
    );
    const { nodes } = await timelineOf(openCases.cases[0]?.case.id ?? '');
    expect(nodes.map(({ at, kind }) => `${at.slice(0, 10)} ${kind}`).sort()).toEqual([
      '2026-01-05 STATUS_CHANGED',
      '2026-01-06 ASSIGNED',
      '2026-01-09 DISPUTE_RECORDED',
      '2026-01-09 STATUS_CHANGED',
    ]);
    expect(nodes[1]).toMatchObject({ team: { id: teamId } });
  });

  it('cannot be changed by the service, not even by a mistake in its code', async () => {
    await openAt(world, '2026-03-02T10:00:00Z');
    const { manager: database } = world.service.database;
    await expect(database.query(`UPDATE case_movements SET to_status = 'CLOSED'`)).rejects.toThrow(/permission denied/);
    await expect(database.query(`DELETE FROM case_movements`)).rejects.toThrow(/permission denied/);
  });
});
