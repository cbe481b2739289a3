import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ANALYSIS,
  approve,
  change,
  givenClauses,
  givenTable,
  read,
  refunds,
  type SeenAnalysis,
} from '../../test/decision-table-world.ts';
import {
  approve as approvePolicy,
  change as changePolicy,
  clausesOf,
  givenPolicy,
} from '../../test/policy-documents.ts';
import { readDmn } from '../dmn/dmn-xml.ts';
import { writeDmn } from '../dmn/write-dmn.ts';
import { ask, clock, NOON, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const [outcome, documents] = refunds.outputs;
const withDefault = { ...refunds, outputs: [{ ...outcome, default: '"DENY"' }, documents] };
const row = (id: string, tests: readonly string[], clause: string | null = '1') => ({
  id,
  tests,
  outputs: ['"ALLOW"', '[]'],
  clause,
});

/** What comes of approving a table of these rules, in its first version, on a policy with the clauses 1 and 2. */
async function approving(table: object, dates: object = {}) {
  const { decisionTableVersion } = await givenTable(world, { table });
  return { id: decisionTableVersion.id, answer: await approve(world, decisionTableVersion.id, { ...dates }) };
}

const analysisOf = async (id: string) =>
  (await read<{ analysis: readonly SeenAnalysis[] }>(world, id, `analysis ${ANALYSIS}`)).analysis;

describe('the approval of a decision table', () => {
  it('is refused for a gap with facts that would be answered NO_RULE, and granted once an output has a default', async () => {
    const rules = refunds.rules.slice(0, 2);
    const { id, answer } = await approving({ ...refunds, rules });
    expect(answer).toMatchObject({
      __typename: 'TableHasGap',
      code: 'TABLE_HAS_GAP',
      message: expect.stringContaining('answers NO_RULE for Days = 31, Receipt = true'),
    });
    const gap = (receipt: string) => ({
      example: [
        { expression: 'Days', value: '31' },
        { expression: 'Receipt', value: receipt },
      ],
    });
    const gaps = [gap('true'), gap('false')];
    expect(answer.tables).toMatchObject([{ gaps, hasDefault: false, isComplete: true }]);
    expect(await read(world, id, 'state version')).toEqual({ state: 'DRAFT', version: 1 });
    await change(world, 'reviseDecisionTable', { decisionTableVersionId: id, table: { ...withDefault, rules } });
    expect(await analysisOf(id)).toMatchObject([{ gaps, hasDefault: true }]);
    expect(await approve(world, id)).toMatchObject({ __typename: 'DecisionTableVersionApproved' });
    expect(await analysisOf(id)).toMatchObject([{ gaps, hasDefault: true }]);
  });

  it('is refused for a table without rules', async () => {
    const { answer } = await approving({ ...refunds, rules: [] });
    expect(answer).toMatchObject({ __typename: 'TableHasGap' });
  });

  it('is refused for two rules that match the same facts under UNIQUE, and granted under FIRST', async () => {
    const rules = [...refunds.rules, row('again', ['[30..40]', 'true'])];
    const { id, answer } = await approving({ ...refunds, rules });
    expect(answer).toMatchObject({
      __typename: 'TableHasOverlap',
      message: expect.stringMatching(/^Rules 1 and 4 of "Refund \d+" both match Days = 30, Receipt = true,/),
    });
    const pairs = answer.tables[0]?.overlaps.map((each) => each.rules.map((rule) => rule.id));
    expect(pairs).toEqual([
      ['in-time', 'again'],
      ['late', 'again'],
    ]);
    await change(world, 'reviseDecisionTable', {
      decisionTableVersionId: id,
      table: { ...refunds, hitPolicy: 'FIRST', rules: [rules[0], rules[3], rules[1], rules[2]] },
    });
    expect(await approve(world, id)).toMatchObject({ __typename: 'DecisionTableVersionApproved' });
  });

  it('is granted with a warning for a rule that no facts reach', async () => {
    const rules = [...refunds.rules, row('never', ['< 0', '-'])];
    expect((await approving({ ...refunds, rules })).answer).toMatchObject({
      __typename: 'DecisionTableVersionApproved',
      unreachable: [{ id: 'never', number: 4 }],
    });
  });

  it('needs a default where a cell is undecided', async () => {
    const rules = [...refunds.rules, row('odd', ['odd(?)', 'true'])];
    const { id, answer } = await approving({ ...refunds, hitPolicy: 'ANY', rules });
    expect(answer).toMatchObject({
      __typename: 'TableUndecided',
      message: expect.stringContaining('the test odd(?) of rule 4'),
      tables: [{ undecided: [{ text: 'odd(?)' }] }],
    });
    await change(world, 'reviseDecisionTable', { decisionTableVersionId: id, table: { ...withDefault, rules } });
    expect(await approve(world, id)).toMatchObject({ __typename: 'DecisionTableVersionApproved' });
  });

  it('is refused for rules without a clause, or with one that is not in the policy in effect then', async () => {
    const rules = [{ ...refunds.rules[0], clause: null }, { ...refunds.rules[1], clause: '3' }, refunds.rules[2]];
    const { id, answer } = await approving({ ...refunds, rules });
    expect(answer).toMatchObject({
      __typename: 'ClauseMissing',
      message: expect.stringMatching(/^Rule 1 of "Refund \d+" cites no clause\./),
      rules: [
        { rule: { id: 'in-time', number: 1 }, citation: null },
        { rule: { id: 'no-receipt', number: 2 }, citation: { anchor: '3', clause: null } },
      ],
    });
    const elsewhere = await givenClauses(world);
    const other = [
      { ...refunds.rules[0], clause: `${elsewhere}#2` },
      { ...refunds.rules[1], clause: `${elsewhere}#9` },
      refunds.rules[2],
    ];
    const decisionTableVersionId = id;
    await change(world, 'reviseDecisionTable', { decisionTableVersionId, table: { ...refunds, rules: other } });
    expect((await approve(world, id)).rules).toMatchObject([
      { rule: { id: 'no-receipt' }, citation: { anchor: '9', policy: { id: elsewhere } } },
    ]);
    await change(world, 'reviseDecisionTable', { decisionTableVersionId, table: refunds });
    expect(await approve(world, id)).toMatchObject({ __typename: 'DecisionTableVersionApproved' });
  });

  it('asks for the clauses of the version that is in effect when the rules will be', async () => {
    const { policy, policyVersion } = await givenPolicy(world, { clauses: clausesOf('1') });
    await approvePolicy(world, policyVersion.id, { effectiveFrom: '2026-01-01T00:00:00Z' });
    const next = await changePolicy(world, 'draftPolicyVersion', { policyId: policy.id, clauses: clausesOf('1', '2') });
    await approvePolicy(world, next.policyVersion.id, { effectiveFrom: '2026-04-01T00:00:00Z' });
    const { decisionTableVersion } = await givenTable(world, { policyId: policy.id });
    const { id } = decisionTableVersion;
    expect(await approve(world, id, { effectiveFrom: '2026-03-31T23:59:59.999Z' })).toMatchObject({
      __typename: 'ClauseMissing',
      rules: [{ rule: { id: 'late' }, citation: { anchor: '2' } }],
    });
    expect(await approve(world, id, { effectiveFrom: '2026-04-01T00:00:00Z' })).toMatchObject({
      __typename: 'DecisionTableVersionApproved',
    });
    const cited = 'decisions { tables { rules { clause { clause { policyVersion { id } } } } } }';
    const clause = { policyVersion: { id: next.policyVersion.id } };
    const [rule] = (
      await read<{ decisions: [{ tables: [{ rules: object[] }] }] }>(world, id, cited)
    ).decisions[0].tables[0].rules.slice(-1);
    expect(rule).toEqual({ clause: { clause } });
  });

  it('looks only at the tables that the asked decision needs', async () => {
    const { decisionTableVersion } = await givenTable(world, { name: 'Refund' });
    const { dmn } = await read<{ dmn: string }>(world, decisionTableVersion.id, 'dmn');
    const model = await readDmn(dmn);
    const [asked] = model.decisions;
    if (asked?.logic.kind !== 'table') throw new Error(dmn);
    const logic = { ...asked.logic, rules: asked.logic.rules.slice(0, 1).map((rule) => ({ ...rule, id: 'other' })) };
    const decisions = [asked, { ...asked, id: '_other', name: 'Unasked', logic }];
    const decisionTableVersionId = decisionTableVersion.id;
    const both = await writeDmn({ ...model, decisions });
    expect(await change(world, 'reviseDecisionTable', { decisionTableVersionId, dmn: both })).toMatchObject({
      __typename: 'DecisionTableRevised',
    });
    expect(
      (await read<{ decisions: unknown }>(world, decisionTableVersionId, 'decisions { name isAsked }')).decisions,
    ).toEqual([
      { name: 'Refund', isAsked: true },
      { name: 'Unasked', isAsked: false },
    ]);
    expect((await analysisOf(decisionTableVersionId)).map(({ table }) => table)).toEqual(['Refund']);
    await change(world, 'reviseDecisionTable', { decisionTableVersionId, asks: 'Unasked' });
    expect(await approve(world, decisionTableVersionId)).toMatchObject({ __typename: 'TableHasGap' });
    await change(world, 'reviseDecisionTable', { decisionTableVersionId, asks: 'Refund' });
    expect(await approve(world, decisionTableVersionId)).toMatchObject({ __typename: 'DecisionTableVersionApproved' });
  });
});

const PAGE = `query ($id: ID!) { decisionTable(id: $id) { name current { id } versions { nodes { number state effectiveUntil dmn
  decisionTable { name policy { title } } analysis { table isComplete }
  decisions { tables { rules { id clause { policy { title } clause { text policyVersion { number } } } } } } } } } }`;

describe('the analysis of versions', () => {
  it('is read for a page of them, with their rules and clauses, in as many statements as for one', async () => {
    const policyId = await givenClauses(world);
    const { decisionTable, decisionTableVersion } = await givenTable(world, { policyId });
    const page = () =>
      ask<{ decisionTable: { versions: { nodes: readonly object[] } } }>(world, PAGE, { id: decisionTable.id });
    const next = async (month: number) => {
      const draft = await change(world, 'draftDecisionTableVersion', { decisionTableId: decisionTable.id });
      return approve(world, draft.decisionTableVersion.id, { effectiveFrom: `2026-0${month}-01T00:00:00Z` });
    };
    await approve(world, decisionTableVersion.id);
    world.statements();
    expect((await page()).decisionTable.versions.nodes).toHaveLength(1);
    const one = world.statements().length;
    for (const month of [4, 5, 6, 7, 8]) expect((await next(month)).__typename).toBe('DecisionTableVersionApproved');
    world.statements();
    expect((await page()).decisionTable.versions.nodes).toHaveLength(6);
    expect(world.statements()).toHaveLength(one);
  });
});
