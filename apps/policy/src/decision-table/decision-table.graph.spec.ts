import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { approve, change, counts, givenClauses, givenTable, read, refunds } from '../../test/decision-table-world.ts';
import { author } from '../../test/policy-documents.ts';
import { agent, ask, clock, errorOf, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

describe('a decision table', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is drafted whole, once for each key, and read with the clauses its rules rest on', async () => {
    const policyId = await givenClauses(world);
    const input = { idempotencyKey: 'k', name: ' Refunds ', policyId, description: 'Money back', summary: 'First' };
    const { decisionTable, decisionTableVersion } = await givenTable(world, input);
    expect((await givenTable(world, input)).decisionTable.id).toBe(decisionTable.id);
    expect(await counts(world)).toEqual([1, 1]);
    const query = `query ($id: ID!) { decisionTable(id: $id) { name description policy { id } current { id } version versions { totalCount nodes {
      number state summary decision facts { name type } functions { name } authors { id } approver { id } approvedAt version
      decisions { name isAsked requires expression tables { place hitPolicy aggregation
        inputs { label expression type allowedValues } outputs { name type allowedValues default }
        rules { id number tests outputs clause { anchor policy { id } clause { text } } remarks { heading text } } } } } } } }`;
    const seen = (await ask(world, query, { id: decisionTable.id }, agent))['decisionTable'];
    const cites = (anchor: string) => ({ anchor, policy: { id: policyId }, clause: { text: `On ${anchor}` } });
    expect(seen).toEqual({
      name: 'Refunds',
      description: 'Money back',
      policy: { id: policyId },
      current: null,
      version: 1,
      versions: {
        totalCount: 1,
        nodes: [
          {
            number: 1,
            state: 'DRAFT',
            summary: 'First',
            decision: 'Refunds',
            facts: [
              { name: 'Days', type: 'number' },
              { name: 'Receipt', type: 'boolean' },
            ],
            functions: [],
            authors: [{ id: author.personId }],
            approver: null,
            approvedAt: null,
            version: 1,
            decisions: [
              {
                name: 'Refunds',
                isAsked: true,
                requires: ['Days', 'Receipt'],
                expression: null,
                tables: [
                  {
                    place: 'Refunds',
                    hitPolicy: 'UNIQUE',
                    aggregation: null,
                    inputs: [
                      { label: 'Days since purchase', expression: 'Days', type: 'number', allowedValues: '>= 0' },
                      { label: null, expression: 'Receipt', type: 'boolean', allowedValues: null },
                    ],
                    outputs: [
                      {
                        name: 'outcome',
                        type: 'string',
                        allowedValues: '"ALLOW", "NEEDS_APPROVAL", "DENY"',
                        default: null,
                      },
                      { name: 'requiredDocuments', type: null, allowedValues: null, default: null },
                    ],
                    rules: refunds.rules.map(({ id, tests, outputs, clause }, i) => ({
                      id,
                      number: i + 1,
                      tests,
                      outputs,
                      clause: cites(clause),
                      remarks: i === 1 ? [{ heading: 'Remark', text: 'Ask a lead' }] : [],
                    })),
                  },
                ],
              },
            ],
          },
        ],
      },
    });
    expect(decisionTableVersion).toMatchObject({ number: 1, state: 'DRAFT' });
  });

  it('is begun without rules, and written later', async () => {
    const { decisionTableVersion } = await givenTable(world, { table: null });
    const decisionTableVersionId = decisionTableVersion.id;
    expect(await read(world, decisionTableVersionId, 'decisions { tables { rules { id } outputs { name } } }')).toEqual(
      {
        decisions: [{ tables: [{ rules: [], outputs: [{ name: 'outcome' }] }] }],
      },
    );
    expect(await change(world, 'reviseDecisionTable', { decisionTableVersionId, table: refunds })).toMatchObject({
      __typename: 'DecisionTableRevised',
      decisionTableVersion: { version: 2 },
    });
    expect(await approve(world, decisionTableVersionId)).toMatchObject({ __typename: 'DecisionTableVersionApproved' });
  });

  it('has a name of its own, on a policy that is there', async () => {
    const { decisionTable } = await givenTable(world, { name: 'Refunds' });
    const input = { name: 'Refunds', policyId: await givenClauses(world), table: refunds };
    expect(await change(world, 'draftDecisionTable', input)).toMatchObject({
      __typename: 'DecisionTableNameTaken',
      code: 'DECISION_TABLE_NAME_TAKEN',
      decisionTable: { id: decisionTable.id },
    });
    const nowhere = { ...input, name: 'Other', policyId: someId('pol') };
    expect(await change(world, 'draftDecisionTable', nowhere)).toMatchObject({ __typename: 'NotFound' });
    expect(await counts(world)).toEqual([1, 1]);
  });

  it('is refused with the place of every cell that is no FEEL, and the reason of its parser', async () => {
    const table = {
      ...refunds,
      rules: [
        { tests: ['[1..', 'true'], outputs: ['"ALLOW"', '[]'], clause: '1' },
        { tests: ['> 1', '-'], outputs: ['"ALLOW', 'today()'], clause: '1' },
      ],
    };
    const policyId = await givenClauses(world);
    const refused = await change(world, 'draftDecisionTable', { name: 'Refund', policyId, table });
    expect(refused).toMatchObject({ __typename: 'InvalidInput' });
    expect(refused.problems).toEqual([
      { path: 'Refund / rule 1 / input 1 (Days since purchase)', message: expect.stringContaining('at character') },
      { path: 'Refund / rule 2 / output 1 (outcome)', message: expect.stringContaining('at character') },
      { path: 'Refund / rule 2 / output 2 (requiredDocuments)', message: expect.stringContaining('reads the clock') },
    ]);
    expect(await counts(world)).toEqual([0, 0]);
    const { decisionTableVersion } = await givenTable(world, { policyId });
    const revision = { decisionTableVersionId: decisionTableVersion.id, table };
    expect((await change(world, 'reviseDecisionTable', revision)).problems).toHaveLength(3);
    expect(await read(world, decisionTableVersion.id, 'version')).toEqual({ version: 1 });
  });

  it('is refused with the place of everything in its frame that is wrong', async () => {
    const policyId = await givenClauses(world);
    const problems = async (table: object, more: object = {}) =>
      (await change(world, 'draftDecisionTable', { name: 'X', policyId, table, ...more })).problems?.map(
        ({ path }) => path,
      );
    const rule = { tests: ['1', '-'], outputs: ['1'], id: '1' };
    expect(await problems({ inputs: [{ name: 'a' }], outputs: [{}], rules: [rule] })).toEqual([
      'table.rules[0].tests',
      'table.rules[0].id',
    ]);
    expect(await problems({ inputs: [{ name: ' ' }], outputs: [{ name: 'a' }, {}], rules: [] })).toEqual([
      'table.inputs[0].name',
      'table.outputs[1].name',
    ]);
    expect(await problems({ inputs: [], outputs: [], rules: [] }, { name: ' ' })).toEqual(['name', 'table.outputs']);
    const sum = { hitPolicy: 'FIRST', aggregation: 'SUM', inputs: [], outputs: [{}], rules: [] };
    expect(await problems(sum)).toEqual(['table.aggregation']);
    const many = {
      inputs: [],
      outputs: [{}],
      rules: Array.from({ length: 501 }, () => ({ tests: [], outputs: ['1'] })),
    };
    expect(await problems(many)).toEqual(['table.rules']);
    const long = { inputs: [], outputs: [{}], rules: [{ tests: [], outputs: [`"${'x'.repeat(500_001)}"`] }] };
    expect(await problems(long)).toEqual(['table']);
    const unseen = { inputs: [], outputs: [{}], rules: [{ tests: [], outputs: ['"\u0001"'] }] };
    expect(await problems(unseen)).toEqual(['table']);
  });

  it('is found by name and by policy, a page at a time', async () => {
    const policyId = await givenClauses(world);
    for (const name of ['Refund', 'Exchange', 'Repair']) await givenTable(world, { name, policyId });
    await givenTable(world, { name: 'Goodwill' });
    const query = `query ($where: DecisionTableFilter, $after: String) {
      decisionTables(first: 2, after: $after, where: $where) { nodes { name } totalCount pageInfo { endCursor } } }`;
    const where = { policy: { eq: policyId } };
    const first = (await ask<{ decisionTables: { pageInfo: { endCursor: string } } }>(world, query, { where }, agent))
      .decisionTables;
    expect(first).toMatchObject({ nodes: [{ name: 'Exchange' }, { name: 'Refund' }], totalCount: 3 });
    const rest = await ask(world, query, { where, after: first.pageInfo.endCursor }, agent);
    expect(rest).toMatchObject({ decisionTables: { nodes: [{ name: 'Repair' }] } });
    const named = await ask(world, query, { where: { name: { contains: 'good' } } }, agent);
    expect(named).toMatchObject({ decisionTables: { nodes: [{ name: 'Goodwill' }] } });
  });

  it('is written by managers and read by all staff', async () => {
    const mutation = `mutation ($input: DraftDecisionTableVersionInput!) { draftDecisionTableVersion(input: $input) { __typename } }`;
    const input = { decisionTableId: someId('dtab') };
    expect(await errorOf(world, mutation, { input }, agent)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await change(world, 'draftDecisionTableVersion', input)).toMatchObject({ __typename: 'NotFound' });
    const customer = { ...agent, role: 'CUSTOMER', scopes: [] } as typeof agent;
    const query = `query ($id: ID!) { decisionTable(id: $id) { name } }`;
    expect(await errorOf(world, query, { id: someId('dtab') }, customer)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
