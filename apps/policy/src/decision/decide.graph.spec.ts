import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { clausesOf, givenNext } from '../../test/policy-documents.ts';
import { clerk, decide, givenRules, givenTable, modelOf, refundFacts, tryDecision } from '../../test/decision-world.ts';
import { ask, clock, errorOf, eventsAbout, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const hex = expect.stringMatching(/^[0-9a-f]{64}$/);

describe('deciding', () => {
  it('gives the outcome with the version, the clauses and the documents, and announces it', async () => {
    const table = await givenTable(world);
    const [caseId, customerId] = [someId('case'), someId('cust')];
    const made = await decide(world, { decisionTableId: table.decisionTableId, caseId, customerId });
    expect(made).toMatchObject({
      __typename: 'DecisionMade',
      decision: {
        outcome: 'ALLOW',
        requiredDocuments: ['receipt'],
        outputs: [
          { name: 'outcome', literal: '"ALLOW"' },
          { name: 'requiredDocuments', literal: '["receipt"]' },
        ],
        facts: [
          { name: 'amount', literal: '49.99' },
          { name: 'bought', literal: 'date("2026-02-20")' },
          { name: 'faulty', literal: 'false' },
          { name: 'proof', literal: '"RECEIPT"' },
          { name: 'returned', literal: 'date("2026-03-02")' },
        ],
        clauses: [{ anchor: '2.3' }],
        missingFacts: [],
        unresolvedClauses: [],
        factsHash: hex,
        digest: hex,
        tableVersion: { id: table.decisionTableVersionId },
      },
    });
    const { id, clauses, factsHash } = made.decision;
    expect(await eventsAbout(world, id)).toMatchObject([
      {
        type: 'courtesy.decision.made.v1',
        sequence: 1,
        data: {
          outcome: 'ALLOW',
          caseId,
          customerId,
          handlerId: clerk.personId,
          clauseIds: [clauses[0]?.id],
          factsHash,
        },
      },
    ]);
  });

  it('traces every rule of the table: matched, or the condition that failed with its value', async () => {
    const { decisionTableId } = await givenTable(world);
    const { decision } = await decide(world, { decisionTableId });
    const query = `query ($id: ID!) { decision(id: $id) { at decidedAt decidedBy handler { id } trace { decision usedDefault problem
      inputs { name kind literal } rules { ruleId number state isDeciding cites awaits failed { expression test value { literal } } } } } }`;
    const { decision: seen } = await ask<{ decision: Record<string, unknown> }>(
      world,
      query,
      { id: decision.id },
      clerk,
    );
    const rule = (number: number, more: object) => ({
      ruleId: `r${number}`,
      number,
      isDeciding: false,
      awaits: [],
      ...more,
    });
    const failed = (expression: string, test: string, literal: string) => ({
      state: 'FAILED',
      failed: { expression, test, value: { literal } },
    });
    expect(seen).toEqual({
      at: NOON,
      decidedAt: NOON,
      decidedBy: 'clerk',
      handler: { id: clerk.personId },
      trace: [
        {
          decision: expect.stringMatching(/^Table/),
          usedDefault: false,
          problem: null,
          inputs: [
            { name: 'faulty', kind: 'BOOLEAN', literal: 'false' },
            { name: 'returned - bought', kind: 'TEXT', literal: '"P10D"' },
            { name: 'proof', kind: 'TEXT', literal: '"RECEIPT"' },
            { name: 'amount', kind: 'NUMBER', literal: '49.99' },
          ],
          rules: [
            rule(1, { cites: '2.1', ...failed('returned - bought', '> duration("P365D")', '"P10D"') }),
            rule(2, { cites: '2.2', ...failed('faulty', 'true', 'false') }),
            rule(3, { cites: '2.2', ...failed('faulty', 'true', 'false') }),
            rule(4, { cites: '2.3', state: 'MATCHED', isDeciding: true, failed: null }),
            rule(5, { cites: '2.3', ...failed('amount', '> 100', '49.99') }),
            rule(6, { cites: '2.4', ...failed('proof', 'not("RECEIPT","CARD")', '"RECEIPT"') }),
          ],
        },
      ],
    });
  });

  it('asks for a fact only when the answer depends on it, and says what is wrong with it', async () => {
    const { decisionTableId } = await givenTable(world);
    const outcomeOf = async (facts: object) =>
      (await decide(world, { decisionTableId, facts: refundFacts(facts as Record<string, unknown>) })).decision;
    expect(await outcomeOf({ proof: null })).toMatchObject({
      outcome: 'INSUFFICIENT_FACTS',
      missingFacts: [{ field: 'proof', kind: 'MISSING', expected: 'string' }],
      outputs: [],
      clauses: [],
    });
    expect(await outcomeOf({ amount: { text: 'a lot' } })).toMatchObject({
      outcome: 'INSUFFICIENT_FACTS',
      missingFacts: [{ field: 'amount', kind: 'WRONG_TYPE', expected: 'number' }],
    });
    expect(await outcomeOf({ proof: { text: 'WORD' }, amount: null })).toMatchObject({
      outcome: 'DENY',
      missingFacts: [],
    });
    expect(await outcomeOf({ faulty: { isTrue: true }, proof: null })).toMatchObject({ outcome: 'ALLOW' });
  });

  it('rests on the rules and the clauses of the instant that is asked for', async () => {
    const { policyId, versionId } = await givenRules(world, '2.1', '2.2', '2.3', '2.4');
    const { decisionTableId } = await givenTable(world, undefined, { policyId });
    clock.set('2026-06-01T00:00:00Z');
    await givenNext(world, policyId, {}, clausesOf('2.1', '2.2', ['2.3', 'Within thirty days, with a receipt']));
    const clausesAt = async (at: string) => {
      const { decision } = await decide(world, { decisionTableId, at });
      const query = `query ($id: ID!) { decision(id: $id) { policyVersions { id number } clauses { text } } }`;
      return (await ask<{ decision: unknown }>(world, query, { id: decision.id }, clerk)).decision;
    };
    expect(await clausesAt('2026-05-31T23:59:59.999Z')).toEqual({
      policyVersions: [{ id: versionId, number: 1 }],
      clauses: [{ text: 'On 2.3' }],
    });
    expect(await clausesAt('2026-06-01T00:00:00Z')).toMatchObject({
      policyVersions: [{ number: 2 }],
      clauses: [{ text: 'Within thirty days, with a receipt' }],
    });
    const { decision } = await decide(world, { decisionTableId, facts: refundFacts({ proof: { text: 'WORD' } }) });
    expect(decision).toMatchObject({ clauses: [], unresolvedClauses: [`${policyId}#2.4`] });
  });

  it('says when no version is in effect, when there is no such table, and everything that is wrong with the input', async () => {
    const { decisionTableId } = await givenTable(world, undefined, { effectiveFrom: '2026-04-01T00:00:00Z' });
    expect(await decide(world, { decisionTableId })).toMatchObject({
      __typename: 'NoVersionInForce',
      code: 'NO_VERSION_IN_FORCE',
      at: NOON,
    });
    expect(await decide(world, { decisionTableId, at: '2026-04-01T00:00:00Z' })).toMatchObject({
      decision: { outcome: 'ALLOW' },
    });
    expect(await decide(world, { decisionTableId: someId('dtab') })).toMatchObject({ __typename: 'NotFound' });
    const facts = [
      { name: 'amount' },
      { name: 'amount', number: '1', text: '1' },
      { name: '', duration: 'a while' },
      { name: 'n', number: '1234567890.1234567' },
      { name: 'loan', parts: [{ name: 'list', list: [{ text: 'x' }, {}] }] },
    ];
    const { problems } = await decide(world, { decisionTableId, facts, caseId: 'parcel' });
    expect(problems?.map(({ path }) => path)).toEqual([
      'facts[0]',
      'facts[1].name',
      'facts[1]',
      'facts[2].name',
      'facts[2].duration',
      'facts[3].number',
      'facts[4].parts[0].list[1]',
      'caseId',
    ]);
  });

  it('is done once for a key, and not at all for a key that came with another input', async () => {
    const { decisionTableId } = await givenTable(world);
    const again = { decisionTableId, idempotencyKey: 'once', facts: refundFacts() };
    const [first, second] = await Promise.all([decide(world, again), decide(world, again)]);
    expect(second.decision).toEqual(first.decision);
    expect(await decide(world, { ...again, facts: [] })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    const { manager } = world.service.database;
    expect(await manager.query('SELECT count(*)::integer FROM decisions')).toEqual([{ count: 1 }]);
  });

  it('leaves the key of what was refused free for another try', async () => {
    const { decisionTableId } = await givenTable(world, undefined, { effectiveFrom: '2026-04-01T00:00:00Z' });
    const input = { decisionTableId, idempotencyKey: 'patient' };
    expect(await decide(world, input)).toMatchObject({ __typename: 'NoVersionInForce' });
    clock.set('2026-04-01T00:00:00Z');
    expect(await decide(world, input)).toMatchObject({ __typename: 'DecisionMade' });
  });

  it('does not wait for somebody whose facts make the rules run away', async () => {
    const runaway = { ...modelOf({ facts: [['n', 'number']], outputs: [['outcome', null]], rules: [] }) };
    const text = 'if count(for i in 1..n return i) > 0 then "ALLOW" else "DENY"';
    const decisions = runaway.decisions.map((each) => ({ ...each, logic: { kind: 'literal', text } as const }));
    const costly = await givenTable(world, { ...runaway, decisions });
    const plain = await givenTable(world);
    const answered: string[] = [];
    const noting = async (name: string, asked: ReturnType<typeof decide>) => {
      const result = await asked;
      answered.push(name);
      return result;
    };
    const facts = [{ name: 'n', number: '1000000000' }];
    // Eight of them keep the two threads busy for much longer than one plain decision takes.
    const refused = Array.from({ length: 8 }, () =>
      noting('runaway', decide(world, { decisionTableId: costly.decisionTableId, facts })),
    );
    const made = noting('plain', decide(world, { decisionTableId: plain.decisionTableId }));
    expect(await made).toMatchObject({ __typename: 'DecisionMade' });
    for (const each of await Promise.all(refused))
      expect(each).toMatchObject({ __typename: 'EvaluationRefused', reason: 'TOO_COSTLY' });
    expect(answered.at(-1)).toBe('runaway');
    const few = [{ name: 'n', number: '3' }];
    expect(await decide(world, { decisionTableId: costly.decisionTableId, facts: few })).toMatchObject({
      decision: { outcome: 'ALLOW' },
    });
  });

  it('for another handler takes a writer of policies who sees them', async () => {
    const { decisionTableId } = await givenTable(world);
    const handlerId = someId('pers');
    expect(await decide(world, { decisionTableId, handlerId })).toMatchObject({ __typename: 'NotFound' });
    expect(await decide(world, { decisionTableId, handlerId: clerk.personId })).toMatchObject({
      __typename: 'DecisionMade',
    });
    const mutation = `mutation ($input: DecideInput!) { decide(input: $input) { __typename } }`;
    const input = { idempotencyKey: 'k', decisionTableId, facts: [] };
    expect(await errorOf(world, mutation, { input }, caller('ANALYST'))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('trying a decision', () => {
  it('tells what a draft would say, and stores nothing', async () => {
    const { decisionTableVersionId, decisionTableId } = await givenTable(world, undefined, { effectiveFrom: null });
    world.statements();
    expect(await tryDecision(world, { decisionTableVersionId })).toMatchObject({
      __typename: 'DecisionTried',
      outcome: 'ALLOW',
      clauses: [{ anchor: '2.3' }],
      tableVersion: { id: decisionTableVersionId },
    });
    expect(world.statements().filter((sql) => !sql.startsWith('SELECT') && !sql.trim().startsWith('SELECT'))).toEqual(
      [],
    );
    expect(await tryDecision(world, { decisionTableId })).toMatchObject({ __typename: 'NoVersionInForce' });
    const problems = [{ path: 'decisionTableId' }];
    expect(await tryDecision(world, {})).toMatchObject({ problems });
    expect(await tryDecision(world, { decisionTableId, decisionTableVersionId })).toMatchObject({ problems });
  });

  it('says what a table without an outcome column answers, and that no rule says anything', async () => {
    const facts = [['n', 'number']] as const;
    const draft = { effectiveFrom: null };
    const rates = { facts, outputs: [['rate', null]], rules: ['> 5 | 0.1', '[0..5] | 0.2'] } as const;
    const { decisionTableVersionId } = await givenTable(world, rates, draft);
    const tried = (n: string) => tryDecision(world, { decisionTableVersionId, facts: [{ name: 'n', number: n }] });
    expect(await tried('3')).toMatchObject({ outcome: 'DECIDED', outputs: [{ name: 'rate', literal: '0.2' }] });
    expect(await tried('-1')).toMatchObject({ outcome: 'NO_RULE', outputs: [] });
    const torn = { facts, outputs: [['outcome', null]], rules: ['> 5 | "ALLOW"', '> 9 | "DENY"'] } as const;
    const unique = await givenTable(world, { ...torn, hitPolicy: 'UNIQUE' }, draft);
    const asked = { decisionTableVersionId: unique.decisionTableVersionId, facts: [{ name: 'n', number: '10' }] };
    expect(await tryDecision(world, asked)).toMatchObject({ outcome: 'NO_RULE' });
  });

  it('takes that there is none for a fact that is known', async () => {
    const { decisionTableId } = await givenTable(world);
    const facts = refundFacts({ proof: { isNone: true } });
    expect(await tryDecision(world, { decisionTableId, facts })).toMatchObject({ outcome: 'DENY', missingFacts: [] });
  });
});
