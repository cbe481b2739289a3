import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const lead = caller('LEAD', { reach: 'ALL' });

interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly mayOverride?: boolean;
  readonly failures?: { kind: string; id: string }[];
  readonly case?: { id: string; status: string; version: number };
}
const RESULT = `__typename ... on UserError { message } ... on GuardFailed { mayOverride failures { kind id } case { id status version } }
  ... on CaseClosed { case { id status version } }`;

const closeCase = async (input: Record<string, unknown>, actor = manager): Promise<Result> => {
  const query = `mutation ($input: CloseCaseInput!) { closeCase(input: $input) { ${RESULT} } }`;
  return (await ask<{ closeCase: Result }>(world, query, { input }, actor)).closeCase;
};

interface Bulk {
  readonly __typename: string;
  readonly moved: number;
  readonly refused: number;
  readonly items: { index: number; result: Result }[];
  readonly problems?: { path: string }[];
}
const transitionCases = async (input: Record<string, unknown>, actor = manager): Promise<Bulk> => {
  const query = `mutation ($input: TransitionCasesInput!) { transitionCases(input: $input) {
    __typename ... on InvalidInput { problems { path } } ... on CasesTransitioned { moved refused items { index result { ${RESULT} } } } } }`;
  return (await ask<{ transitionCases: Bulk }>(world, query, { input }, actor)).transitionCases;
};
const namesOf = (bulk: Bulk) => bulk.items.map(({ result }) => result.__typename);

const resolveCase = (caseId: string) =>
  ask(world, `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: EXPLANATION }) { __typename } }`, {
    id: caseId,
  });
const hear = (caseId: string, direction: string, occurredAt: string) =>
  ask(
    world,
    `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { __typename ... on InteractionLogged { interaction { id } } } }`,
    { input: { caseId, channel: 'PHONE', direction, occurredAt, body: 'It still leaks' } },
  ) as Promise<{ logInteraction: { interaction: { id: string } } }>;

/** A resolved case whose customer has spoken since. */
async function givenUnanswered(): Promise<{ id: string; word: string }> {
  const { id } = await givenCase(world, { openedAt: '2026-03-01T10:00:00Z' });
  await resolveCase(id);
  clock.advance(60_000);
  const { logInteraction } = await hear(id, 'INBOUND', clock().toISOString());
  return { id, word: logInteraction.interaction.id };
}

describe('a customer who has spoken since the answer', () => {
  it('hinders closing, on the single road and in a bulk alike, and nothing is changed or announced', async () => {
    const { id, word } = await givenUnanswered();
    const before = await eventsAbout(world, id);
    const refused = { __typename: 'GuardFailed', failures: [{ kind: 'CUSTOMER_UNANSWERED', id: word }] };
    expect(await closeCase({ caseId: id })).toMatchObject({ ...refused, case: { status: 'RESOLVED', version: 2 } });
    const bulk = await transitionCases({ cases: [{ caseId: id }], step: { verb: 'CLOSE' } });
    expect(bulk).toMatchObject({ moved: 0, refused: 1, items: [{ index: 0, result: refused }] });
    expect(await eventsAbout(world, id)).toEqual(before);
  });

  it('hinders it no more once somebody has answered', async () => {
    const { id } = await givenUnanswered();
    clock.advance(60_000);
    await hear(id, 'OUTBOUND', clock().toISOString());
    expect(await closeCase({ caseId: id })).toMatchObject({ __typename: 'CaseClosed' });
  });

  it('stands on the case for everybody who handles it to see', async () => {
    const { id } = await givenUnanswered();
    const query = `query ($id: ID!) { case(id: $id) { obstacles { kind } } }`;
    expect(await ask(world, query, { id })).toEqual({ case: { obstacles: [{ kind: 'CUSTOMER_UNANSWERED' }] } });
  });
});

describe('an override', () => {
  it('ends the case over what is undone, and leaves who did so, why, and over what', async () => {
    const { id, word } = await givenUnanswered();
    const boss = { ...manager, subject: 'the-boss', personId: someId('pers') };
    const closed = await closeCase({ caseId: id, override: { reason: 'The customer moved abroad' } }, boss);
    expect(closed).toMatchObject({ __typename: 'CaseClosed', case: { status: 'CLOSED' } });
    const query = `query ($id: ID!) { case(id: $id) { guardOverrides { id verb reason overriddenBy person { id } at failures { kind what id } } } }`;
    const { case: seen } = await ask<{ case: { guardOverrides: { id: string }[] } }>(world, query, { id });
    const failures = [{ kind: 'CUSTOMER_UNANSWERED', what: 'The customer has spoken since the answer', id: word }];
    expect(seen.guardOverrides).toEqual([
      {
        ...{ id: expect.stringMatching(/^govr_/), verb: 'CLOSE', reason: 'The customer moved abroad', failures },
        ...{ overriddenBy: 'the-boss', person: { id: boss.personId }, at: clock().toISOString() },
      },
    ]);
    expect(await eventsAbout(world, seen.guardOverrides[0]!.id)).toEqual(['courtesy.case.guard-overridden.v1']);
  });

  it('is refused to those who lack case:close_override, who are told so', async () => {
    const { id } = await givenUnanswered();
    const refused = await closeCase({ caseId: id, override: { reason: 'I want to go home' } }, lead);
    expect(refused).toMatchObject({ __typename: 'GuardFailed', mayOverride: false });
    expect(refused.message).toContain('case:close_override');
  });

  it('needs a reason, and is not put on record where nothing stands in the way', async () => {
    const { id } = await givenUnanswered();
    expect(await closeCase({ caseId: id, override: { reason: ' ' } })).toMatchObject({ __typename: 'InvalidInput' });
    const free = await givenCase(world);
    await resolveCase(free.id);
    await closeCase({ caseId: free.id, override: { reason: 'Just in case' } });
    const query = `query ($id: ID!) { case(id: $id) { status guardOverrides { id } } }`;
    expect(await ask(world, query, { id: free.id })).toEqual({ case: { status: 'CLOSED', guardOverrides: [] } });
  });

  it('can be neither changed nor taken away, not even by the service', async () => {
    const { manager: db } = world.service.database;
    await expect(db.query(`UPDATE guard_overrides SET reason = 'x'`)).rejects.toThrow(/permission denied/);
    await expect(db.query(`DELETE FROM guard_overrides`)).rejects.toThrow(/permission denied/);
  });
});

describe('one step for many cases', () => {
  it('is decided for each by itself: what is refused hinders no other, and every item says what came of it', async () => {
    const [open, cancelled, stale] = [await givenCase(world), await givenCase(world), await givenCase(world)];
    await ask(world, `mutation ($id: ID!) { cancelCase(input: { caseId: $id, reason: "Twice" }) { __typename } }`, {
      id: cancelled.id,
    });
    const nowhere = someId('case');
    const bulk = await transitionCases({
      cases: [
        ...[{ caseId: cancelled.id }, { caseId: open.id }, { caseId: stale.id, expectedVersion: 7 }],
        ...[{ caseId: nowhere }, { caseId: open.id }],
      ],
      step: { verb: 'START' },
    });
    expect(bulk).toMatchObject({ moved: 1, refused: 4 });
    expect(namesOf(bulk)).toEqual(['IllegalCaseTransition', 'CaseStarted', 'StaleVersion', 'NotFound', 'InvalidInput']);
  });

  it('needs as many statements for fifty as for two', async () => {
    const countFor = async (count: number) => {
      const cases = await Promise.all(Array.from({ length: count }, () => givenCase(world)));
      world.statements();
      await transitionCases({
        cases: cases.map(({ id }) => ({ caseId: id })),
        step: { verb: 'CANCEL', reason: 'Twice' },
      });
      return world.statements().length;
    };
    await countFor(2);
    expect(await countFor(50)).toBe(await countFor(2));
  });

  it('sent twice with one key is taken once', async () => {
    const { id } = await givenCase(world);
    const input = { idempotencyKey: 'bulk-1', cases: [{ caseId: id }], step: { verb: 'START' } };
    expect(await transitionCases(input)).toEqual(await transitionCases(input));
    expect(await eventsAbout(world, id)).toHaveLength(2);
  });

  it('is refused whole when the step itself makes no sense, or when there are none or too many', async () => {
    const { id } = await givenCase(world);
    const cases = [{ caseId: id }];
    expect(await transitionCases({ cases, step: { verb: 'RESOLVE' } })).toEqual({
      __typename: 'InvalidInput',
      problems: [{ path: 'step.outcome' }],
    });
    expect(await transitionCases({ cases: [], step: { verb: 'START' } })).toMatchObject({ __typename: 'InvalidInput' });
  });
});
