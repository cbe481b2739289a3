import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approve, change, givenNext, givenTable, read, refunds } from '../../test/decision-table-world.ts';
import { approver, author } from '../../test/policy-documents.ts';
import {
  agent,
  ask,
  clock,
  errorOf,
  eventsAbout,
  NOON,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const numbersAt = async (id: string, instants: readonly string[]) => {
  const fields = instants.map((at, i) => `at${i}: versionAt(at: "${at}") { number }`).join(' ');
  const { decisionTable } = await ask<{ decisionTable: Record<string, { number: number } | null> }>(
    world,
    `query ($id: ID!) { decisionTable(id: $id) { ${fields} } }`,
    { id },
    agent,
  );
  return instants.map((_, i) => decisionTable[`at${i}`]?.number ?? null);
};

describe('a version of a decision table', () => {
  it('is drafted one at a time, from the latest one', async () => {
    const { decisionTable, decisionTableVersion: first } = await givenTable(world);
    const next = { decisionTableId: decisionTable.id };
    expect(await change(world, 'draftDecisionTableVersion', next)).toMatchObject({
      code: 'DECISION_TABLE_DRAFT_IN_PROGRESS',
      decisionTableVersion: { id: first.id },
    });
    await approve(world, first.id);
    const both = await Promise.all([
      change(world, 'draftDecisionTableVersion', next),
      change(world, 'draftDecisionTableVersion', next),
    ]);
    expect(both.map((each) => each.__typename).sort()).toEqual([
      'DecisionTableDraftInProgress',
      'DecisionTableVersionDrafted',
    ]);
    const drafted = both.find((each) => each.__typename === 'DecisionTableVersionDrafted');
    const diff = await read(
      world,
      drafted?.decisionTableVersion.id ?? '',
      `number diff(against: "${first.id}") { rules { kind } columnsChanged isRestSame }`,
    );
    expect(diff).toEqual({ number: 2, diff: { rules: [], columnsChanged: [], isRestSame: true } });
  });

  it('is approved by somebody who has no hand in it, as they have read it', async () => {
    const { decisionTable, decisionTableVersion: draft } = await givenTable(world);
    expect(await approve(world, draft.id, {}, author)).toMatchObject({
      __typename: 'SelfApproval',
      code: 'SELF_APPROVAL',
    });
    await change(world, 'reviseDecisionTable', { decisionTableVersionId: draft.id, summary: 'Shorter' }, approver);
    expect(await approve(world, draft.id)).toMatchObject({ __typename: 'SelfApproval' });
    const third = { ...approver, subject: 'third', personId: someId('pers') };
    expect(await approve(world, draft.id, { expectedVersion: 1 }, third)).toMatchObject({ __typename: 'StaleVersion' });
    expect(await approve(world, draft.id, { expectedVersion: 2 }, third)).toMatchObject({
      __typename: 'DecisionTableVersionApproved',
      decisionTableVersion: { state: 'EFFECTIVE', effectiveFrom: NOON, effectiveUntil: null },
      replaced: null,
      unreachable: [],
    });
    expect(await eventsAbout(world, draft.id)).toMatchObject([
      {
        type: 'courtesy.decision-table-version.approved.v1',
        data: { decisionTableId: decisionTable.id, number: 1, approverId: third.personId, effectiveFrom: NOON },
      },
    ]);
    const revision = { decisionTableVersionId: draft.id, summary: 'x' };
    expect(await change(world, 'reviseDecisionTable', revision)).toMatchObject({
      code: 'ILLEGAL_DECISION_TABLE_STATE',
      message: expect.stringContaining('effective'),
    });
    expect(await approve(world, draft.id)).toMatchObject({ code: 'ILLEGAL_DECISION_TABLE_STATE' });
  });

  it('is never in effect beside another', async () => {
    const { decisionTable, decisionTableVersion: first } = await givenTable(world);
    await approve(world, first.id, { effectiveUntil: '2026-06-01T00:00:00Z' });
    const second = await change(world, 'draftDecisionTableVersion', { decisionTableId: decisionTable.id });
    const { id } = second.decisionTableVersion;
    expect(await approve(world, id, { effectiveFrom: '2026-05-01T00:00:00Z' })).toMatchObject({
      __typename: 'OverlappingDecisionTableVersion',
      decisionTableVersion: { id: first.id },
    });
    const backwards = { effectiveFrom: '2026-07-01T00:00:00Z', effectiveUntil: '2026-07-01T00:00:00Z' };
    expect((await approve(world, id, backwards)).problems).toMatchObject([{ path: 'effectiveUntil' }]);
    expect(await approve(world, id, { effectiveFrom: '2026-06-01T00:00:00Z' })).toMatchObject({ replaced: null });
    const third = await givenNext(world, decisionTable.id, { effectiveFrom: '2026-09-01T00:00:00Z' });
    expect(third).toMatchObject({ decisionTableVersion: { state: 'APPROVED' }, replaced: { id } });
    const instants = [
      '2026-03-02T11:59:59.999Z',
      NOON,
      '2026-05-31T23:59:59.999Z',
      '2026-06-01T00:00:00Z',
      '2026-09-01T00:00:00Z',
    ];
    expect(await numbersAt(decisionTable.id, instants)).toEqual([null, 1, 1, 2, 3]);
    expect(await read(world, id, 'effectiveUntil')).toEqual({ effectiveUntil: '2026-09-01T00:00:00.000Z' });
  });

  it('that is withdrawn in effect ends at once; before its time came, the earlier one goes on', async () => {
    const { decisionTable, decisionTableVersion: first } = await givenTable(world);
    await approve(world, first.id);
    const { decisionTableVersion: second } = await givenNext(world, decisionTable.id, {
      effectiveFrom: '2026-06-01T00:00:00Z',
    });
    const withdrawal = (decisionTableVersionId: string, reason = 'Wrong') =>
      change(world, 'withdrawDecisionTableVersion', { decisionTableVersionId, reason });
    expect((await withdrawal(second.id, ' ')).problems).toMatchObject([{ path: 'reason' }]);
    expect(await withdrawal(second.id)).toMatchObject({ decisionTableVersion: { state: 'WITHDRAWN' } });
    expect(await numbersAt(decisionTable.id, ['2026-07-01T00:00:00Z'])).toEqual([1]);
    clock.set('2026-07-02T00:00:00Z');
    expect(await withdrawal(first.id)).toMatchObject({
      decisionTableVersion: { effectiveUntil: '2026-07-02T00:00:00.000Z' },
    });
    expect(await numbersAt(decisionTable.id, ['2026-07-01T23:59:59.999Z', '2026-07-02T00:00:00Z'])).toEqual([1, null]);
    expect(await withdrawal(first.id)).toMatchObject({ code: 'ILLEGAL_DECISION_TABLE_STATE' });
    expect((await eventsAbout(world, first.id)).map(({ type }) => type)).toEqual([
      'courtesy.decision-table-version.approved.v1',
      'courtesy.decision-table-version.withdrawn.v1',
    ]);
  });

  it('that is approved lets the app role change nothing of it but its withdrawal', async () => {
    const { decisionTableVersion: draft } = await givenTable(world);
    const { manager } = world.service.database;
    const update = (columns: string) =>
      manager.query(`UPDATE decision_table_versions SET ${columns} WHERE id = $1`, [draft.id]);
    await update(`summary = 'Drafts change'`);
    await approve(world, draft.id);
    for (const columns of [
      `model = jsonb_set(model, '{name}', '"Other"')`,
      `decision = 'Other'`,
      `summary = 'Other'`,
      `ends_at = now() + interval '9 years'`,
      `status = 'DRAFT', approved_at = NULL, effective_from = NULL, approver = NULL`,
    ])
      await expect(update(columns)).rejects.toThrow(/never changes/);
    await expect(update(`number = 9`)).rejects.toThrow(/permission denied/);
    await expect(manager.query(`DELETE FROM decision_table_versions`)).rejects.toThrow(/permission denied/);
    await update(`status = 'WITHDRAWN', withdrawn_at = now(), withdrawal_reason = 'x', version = version + 1`);
    await expect(update(`withdrawal_reason = 'y'`)).rejects.toThrow(/never changes/);
  });

  it('tells rule by rule what changed since another, and only of the same table', async () => {
    const { decisionTable, decisionTableVersion: first } = await givenTable(world);
    await approve(world, first.id);
    const { decisionTableVersion: second } = await change(world, 'draftDecisionTableVersion', {
      decisionTableId: decisionTable.id,
    });
    const [inTime, , late] = refunds.rules;
    const rules = [
      late,
      { ...inTime, clause: '2' },
      { id: 'new', tests: ['<= 30', 'false'], outputs: ['"DENY"', '[]'], clause: '1' },
    ];
    const decisionTableVersionId = second.id;
    const outputs = [{ ...refunds.outputs[0], default: '"DENY"' }, refunds.outputs[1]];
    await change(world, 'reviseDecisionTable', { decisionTableVersionId, table: { ...refunds, outputs, rules } });
    const changes = (
      against: string,
    ) => `diff(against: "${against}") { from { number } to { number } columnsChanged isRestSame
      rules { kind table before { id number } after { id number clause { anchor } } } }`;
    const table = decisionTable.name;
    expect(await read(world, second.id, changes(first.id))).toEqual({
      diff: {
        from: { number: 1 },
        to: { number: 2 },
        columnsChanged: [table],
        isRestSame: true,
        rules: [
          { kind: 'REMOVED', table, before: { id: 'no-receipt', number: 2 }, after: null },
          {
            kind: 'MOVED',
            table,
            before: { id: 'late', number: 3 },
            after: { id: 'late', number: 1, clause: { anchor: '2' } },
          },
          {
            kind: 'CHANGED',
            table,
            before: { id: 'in-time', number: 1 },
            after: { id: 'in-time', number: 2, clause: { anchor: '2' } },
          },
          { kind: 'ADDED', table, before: null, after: { id: 'new', number: 3, clause: { anchor: '1' } } },
        ],
      },
    });
    const other = await givenTable(world);
    const query = `query ($id: ID!) { decisionTableVersion(id: $id) { ${changes(other.decisionTableVersion.id)} } }`;
    expect(await errorOf(world, query, { id: second.id })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
