import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Applied {
  readonly __typename: string;
  readonly outcomes: { refusedStep: number | null; result: { __typename: string; failures?: { kind: string }[] } }[];
}

const steps = [{ verb: 'START' }, { verb: 'RESOLVE', outcome: 'EXPLANATION' }, { verb: 'CLOSE' }];
let added = 0;
async function givenMacro(input: Record<string, unknown> = {}): Promise<string> {
  const query = `mutation ($input: AddMacroInput!) { addMacro(input: $input) { __typename ... on MacroAdded { macro { id } } ... on InvalidInput { problems { path message } } } }`;
  const { addMacro } = await ask<{ addMacro: { macro: { id: string } } }>(world, query, {
    input: { name: `Explain and close ${(added += 1)}`, steps, ...input },
  });
  return addMacro.macro.id;
}
const apply = async (input: Record<string, unknown>, actor = manager): Promise<Applied> => {
  const query = `mutation ($input: ApplyMacroInput!) { applyMacro(input: $input) { __typename ... on UserError { message }
    ... on MacroApplied { outcomes { refusedStep result { __typename ... on GuardFailed { failures { kind } } } } } } }`;
  return (await ask<{ applyMacro: Applied }>(world, query, { input }, actor)).applyMacro;
};
const statusOf = async (id: string) =>
  (await ask<{ case: { status: string } }>(world, `query ($id: ID!) { case(id: $id) { status } }`, { id })).case.status;

describe('a macro', () => {
  it('takes its steps with each case, in order', async () => {
    const [macroId, one, other] = [await givenMacro(), await givenCase(world), await givenCase(world)];
    const applied = await apply({ macroId, cases: [{ caseId: one.id }, { caseId: other.id }] });
    const closed = { refusedStep: null, result: { __typename: 'CaseClosed' } };
    expect(applied).toEqual({ __typename: 'MacroApplied', outcomes: [closed, closed] });
    expect(await eventsAbout(world, one.id)).toEqual([
      'courtesy.case.opened.v1',
      'courtesy.case.status-changed.v1',
      'courtesy.case.resolved.v1',
      'courtesy.case.closed.v1',
    ]);
  });

  it('takes none of its steps with a case that refuses one of them, and announces nothing of it', async () => {
    const [macroId, fresh, begun] = [await givenMacro(), await givenCase(world), await givenCase(world)];
    await apply({ macroId: await givenMacro({ steps: [{ verb: 'START' }] }), cases: [{ caseId: begun.id }] });
    const { outcomes } = await apply({ macroId, cases: [{ caseId: begun.id }, { caseId: fresh.id }] });
    expect(outcomes).toEqual([
      { refusedStep: 0, result: { __typename: 'IllegalCaseTransition' } },
      { refusedStep: null, result: { __typename: 'CaseClosed' } },
    ]);
    const halfway = await givenMacro({ steps: [{ verb: 'AWAIT_CUSTOMER', reason: 'Receipt' }, { verb: 'CLOSE' }] });
    const third = await givenCase(world);
    const before = await eventsAbout(world, third.id);
    expect((await apply({ macroId: halfway, cases: [{ caseId: third.id }] })).outcomes[0]?.refusedStep).toBe(1);
    expect([await statusOf(third.id), await eventsAbout(world, third.id)]).toEqual(['NEW', before]);
  });

  it('gets past no guard: what hinders a single step hinders the macro, unless who applies it may override', async () => {
    const macroId = await givenMacro({ steps: [{ verb: 'CLOSE' }] });
    const { id } = await givenCase(world);
    await ask(world, `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: RELIEF }) { __typename } }`, {
      id,
    });
    clock.advance(60_000);
    const contact = {
      caseId: id,
      channel: 'PHONE',
      direction: 'INBOUND',
      occurredAt: clock().toISOString(),
      body: 'No',
    };
    await ask(world, `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { __typename } }`, {
      input: contact,
    });
    const refused = { __typename: 'GuardFailed', failures: [{ kind: 'CUSTOMER_UNANSWERED' }] };
    const cases = [{ caseId: id }];
    expect((await apply({ macroId, cases })).outcomes).toEqual([{ refusedStep: 0, result: refused }]);
    const override = { reason: 'The customer moved abroad' };
    const lead = caller('LEAD', { reach: 'ALL' });
    expect((await apply({ macroId, cases, override }, lead)).outcomes[0]?.result).toEqual(refused);
    expect((await apply({ macroId, cases, override })).outcomes[0]?.result).toEqual({ __typename: 'CaseClosed' });
  });

  it('sent twice with one key is applied once', async () => {
    const macroId = await givenMacro();
    const { id } = await givenCase(world);
    const input = { idempotencyKey: 'twice', macroId, cases: [{ caseId: id }] };
    expect(await apply(input)).toEqual(await apply(input));
    expect(await eventsAbout(world, id)).toHaveLength(4);
  });

  it('of a team is for that team', async () => {
    const teamId = someId('team');
    const macroId = await givenMacro({ teamId });
    const { id } = await givenCase(world, { teamId });
    const theirs = caller('AGENT', { teamId: someId('team') });
    expect((await apply({ macroId, cases: [{ caseId: id }] }, theirs)).__typename).toBe('NotFound');
    expect((await apply({ macroId, cases: [{ caseId: id }] }, caller('AGENT', { teamId }))).__typename).toBe(
      'MacroApplied',
    );
  });

  it('that was retired is applied no more', async () => {
    const macroId = await givenMacro();
    const retire = `mutation ($id: ID!) { retireMacro(input: { macroId: $id }) { __typename } }`;
    expect(await ask(world, retire, { id: macroId })).toEqual({ retireMacro: { __typename: 'MacroRetired' } });
    expect(await ask(world, retire, { id: macroId })).toEqual({ retireMacro: { __typename: 'MacroIsRetired' } });
    const { id } = await givenCase(world);
    expect((await apply({ macroId, cases: [{ caseId: id }] })).__typename).toBe('MacroIsRetired');
  });

  it('that makes no sense is not kept, and every problem is told at once', async () => {
    const query = `mutation ($input: AddMacroInput!) { addMacro(input: $input) { ... on InvalidInput { problems { path } } } }`;
    const input = { name: ' ', teamId: 'case_1', steps: [{ verb: 'RESOLVE' }, { verb: 'START', reason: 'x' }] };
    expect(await ask(world, query, { input })).toEqual({
      addMacro: {
        problems: [{ path: 'name' }, { path: 'steps.0.outcome' }, { path: 'steps.1.reason' }, { path: 'teamId' }],
      },
    });
  });
});
