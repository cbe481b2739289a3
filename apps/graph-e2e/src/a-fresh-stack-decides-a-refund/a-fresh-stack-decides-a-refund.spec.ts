import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { approvePolicy, givenManagers, type Managers } from '../../test/policies.ts';
import { givenCases, givenPlace } from '../../test/stories.ts';
import { aKey, as, asked, factsOf, must, pounds, run, type Who } from '../../test/verbs.ts';

interface Installed {
  readonly installation: {
    readonly policyVersion: { readonly id: string };
    readonly decisionTables: readonly { readonly id: string; readonly name: string }[];
    readonly decisionTableVersions: readonly { readonly id: string }[];
    readonly compensationScheme: { readonly id: string };
    readonly compensationSchemeVersion: { readonly id: string };
  };
}
interface Suggested {
  readonly outcome: string;
  readonly changes: readonly { field: string; inWords: string; to: { kind: string; text: string } }[];
}
interface Decided {
  readonly decision: {
    readonly id: string;
    readonly outcome: string;
    readonly clauses: readonly { readonly anchor: string }[];
    readonly missingFacts: readonly { readonly field: string }[];
    readonly trace: readonly { rules: readonly { state: string; isDeciding: boolean; cites: string | null }[] }[];
    readonly counterfactuals: { readonly found: readonly Suggested[]; readonly isComplete: boolean };
  };
}

let world: GraphWorld;
let managers: Managers;
let agent: Who;
let installed: Installed['installation'];
let cases: string[];
beforeAll(async () => {
  world = await startGraph();
  const place = await givenPlace(world, 'Shop');
  managers = await givenManagers(world, place);
  agent = as('agent', place.personId);
  cases = await givenCases(world, place, 2);
  installed = await install();
});
afterAll(() => world?.close());

/** One manager installs the pack that ships, the other approves all of it. */
async function install(): Promise<Installed['installation']> {
  const fields = `installation { policyVersion { id } decisionTables { id name } decisionTableVersions { id } compensationScheme { id } compensationSchemeVersion { id } }`;
  const { author, approver } = managers;
  const pack = { idempotencyKey: aKey(), pack: 'retail', ownerId: author.personId };
  const { installation } = await must<Installed>(world, author, ['installRulePack', 'RulePackInstalled', fields], pack);
  await approvePolicy(world, managers, installation.policyVersion.id);
  const approval = ['approveDecisionTableVersion', 'DecisionTableVersionApproved', '__typename'] as const;
  for (const { id } of installation.decisionTableVersions)
    await must(world, approver, approval, { decisionTableVersionId: id });
  const scheme = ['approveCompensationSchemeVersion', 'CompensationSchemeVersionApproved', '__typename'] as const;
  await must(world, approver, scheme, { schemeVersionId: installation.compensationSchemeVersion.id });
  return installation;
}

const SEEN = `decision { id outcome clauses { anchor } requiredDocuments missingFacts { field kind } unresolvedClauses
  trace { decision rules { number state isDeciding cites } } handler { displayName } case { subject }
  counterfactuals { isComplete found { outcome changes { field inWords to { kind text } } } } }`;
const asNew = { proof: 'RECEIPT', condition: 'UNOPENED', faulty: false, category: 'GENERAL', repairFailed: false };
const broken = { ...asNew, condition: 'USED', faulty: true };

/** The agent asks the shop's refund rules about one of the cases. */
async function refund(facts: object[], caseId = cases[0]): Promise<Decided['decision']> {
  const decisionTableId = installed.decisionTables.find(({ name }) => name === 'Refund')?.id;
  const given = { idempotencyKey: aKey(), decisionTableId, facts, caseId };
  return (await must<Decided>(world, agent, ['decide', 'DecisionMade', SEEN], given)).decision;
}
const held = (daysHeld: number, facts: Record<string, string | number | boolean>) =>
  factsOf({ channel: 'IN_STORE', daysInRepair: 0, daysHeld, ...facts });

describe('a shop that installed the retail pack this morning', () => {
  it('allows a faulty thing back on day 29, on its clause, with every rule told and the documents to ask for', async () => {
    const made = await refund(held(29, broken));
    expect(made).toMatchObject({
      outcome: 'ALLOW',
      clauses: [{ anchor: 'faulty-30-days' }],
      requiredDocuments: ['PROOF_OF_PURCHASE', 'FAULT_REPORT'],
      missingFacts: [],
      unresolvedClauses: [],
      handler: { displayName: 'Ada Shop' },
      case: { subject: 'Matter 0' },
    });
    const rules = made.trace.flatMap((table) => table.rules);
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.filter(({ isDeciding }) => isDeciding)).toMatchObject([{ state: 'MATCHED', cites: 'faulty-30-days' }]);
  });

  it('denies one without fault on day 31, and says what would have to be otherwise: each suggestion is allowed', async () => {
    const facts = held(31, asNew);
    const { outcome, clauses, counterfactuals } = await refund(facts);
    expect([outcome, clauses]).toEqual(['DENY', [{ anchor: 'window-closed' }]]);
    expect(counterfactuals.isComplete).toBe(true);
    const words = counterfactuals.found.map(({ changes }) => changes.map(({ inWords }) => inWords).join(' and '));
    expect(words).toContain('daysHeld: 30 instead of 31 (1 less)');
    for (const { changes } of counterfactuals.found) {
      const value = { NUMBER: (t: string) => Number(t), BOOLEAN: (t: string) => t === 'true', TEXT: (t: string) => t };
      const to = changes.map(({ field, to: { kind, text } }) => [field, value[kind as keyof typeof value](text)]);
      expect((await refund([...held(31, { ...asNew, ...Object.fromEntries(to) })])).outcome).toBe('ALLOW');
    }
  });

  it('asks for the facts that the answer waits for, and for no other', async () => {
    const { faulty: _unknown, ...unsaid } = asNew;
    expect(await refund(held(31, unsaid))).toMatchObject({
      outcome: 'INSUFFICIENT_FACTS',
      missingFacts: [{ field: 'faulty', kind: 'MISSING' }],
      clauses: [],
    });
    const { condition: _too, ...damaged } = unsaid;
    expect((await refund(held(31, { ...damaged, condition: 'CUSTOMER_DAMAGE' }))).outcome).toBe('DENY');
  });

  it('shows all that was decided on a case at the case', async () => {
    const [, other] = cases;
    const { id } = await refund(held(29, broken), other);
    const query = `query ($id: ID!) { case(id: $id) { subject customer { displayName } decisions { totalCount nodes { id outcome clauses { anchor policyVersion { number } } replay { isIdentical } } } } }`;
    expect(await asked(world, managers.author, query, { id: other })).toEqual({
      case: {
        subject: 'Matter 1',
        customer: { displayName: 'Customer 1' },
        decisions: {
          totalCount: 1,
          nodes: [
            {
              id,
              outcome: 'ALLOW',
              clauses: [{ anchor: 'faulty-30-days', policyVersion: { number: 1 } }],
              replay: { isIdentical: true },
            },
          ],
        },
      },
    });
  });

  it('refuses an award beyond its band, and takes it with an exception that somebody else granted', async () => {
    const compensation = { head: 'GOODWILL', atMost: pounds('40') };
    const assess = (more: object = {}) => {
      const award = {
        schemeId: installed.compensationScheme.id,
        head: 'GOODWILL',
        band: 'GESTURE',
        basis: 'EX_GRATIA',
      };
      const fields = `... on AwardAssessed { assessment { isExGratia amount { amount } exception { id } case { subject } } } ... on OutsideBand { max { amount } }`;
      const input = { idempotencyKey: aKey(), amount: pounds('26'), caseId: cases[0], ...award, ...more };
      return run(world, agent, ['assessAward', fields], input);
    };
    expect(await assess()).toMatchObject({ __typename: 'OutsideBand', max: { amount: '25.00' } });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const wish = { rule: 'Award bands', reason: 'A wedding was spoiled', expiresAt, compensation };
    const asking = ['requestException', 'ExceptionRequested', 'exception { id }'] as const;
    const { exception } = await must<{ exception: { id: string } }>(world, agent, asking, wish);
    expect(await assess({ exceptionId: exception.id })).toMatchObject({ __typename: 'ExceptionDoesNotCover' });
    const granting = ['grantException', 'ExceptionGranted', 'exception { id }'] as const;
    await must(world, managers.author, granting, { exceptionId: exception.id, reason: 'Fair' });
    expect(await assess({ exceptionId: exception.id })).toMatchObject({
      __typename: 'AwardAssessed',
      assessment: { isExGratia: true, amount: { amount: '26.00' }, exception, case: { subject: 'Matter 0' } },
    });
  });
});
