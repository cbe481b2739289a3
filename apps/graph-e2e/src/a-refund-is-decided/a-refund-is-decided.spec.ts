import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type Caller, type GraphWorld } from '../../test/graph-world.ts';
import { change, givenCases, givenPlace, tell, type Place } from '../../test/stories.ts';

const author: Caller = { role: 'manager', reach: 'ALL', subject: 'author' };
const approver: Caller = { role: 'manager', reach: 'ALL', subject: 'approver' };

interface Person {
  readonly id: string;
  readonly as: Caller;
}

interface Pack {
  readonly policyVersion: { readonly id: string; readonly policy: { readonly id: string } };
  readonly decisionTableVersions: readonly {
    readonly id: string;
    readonly decisionTable: { readonly id: string; readonly name: string };
  }[];
  readonly compensationSchemeVersion: { readonly id: string; readonly scheme: { readonly id: string } };
}

let world: GraphWorld;
let place: Place;
let caseIds: string[];
let pack: Pack;
let people: Person[];

async function givenAgent(givenName: string): Promise<Person> {
  const { person } = await tell<{ person: { id: string } }>(
    world,
    `mutation ($input: JoinPersonInput!) { result: joinPerson(input: $input) { ... on PersonJoined { person { id } } } }`,
    {
      displayName: `${givenName} Lane`,
      givenName,
      familyName: 'Lane',
      jobRole: 'AGENT',
      siteId: place.siteId,
      teamId: place.teamId,
    },
  );
  const { siteId, teamId, regionId } = place;
  const as = { role: 'agent', subject: givenName, personId: person.id, siteId, teamId, regionId };
  return { id: person.id, as };
}

async function installed(): Promise<Pack> {
  const fields = `... on RulePackInstalled { installation { policyVersion { id policy { id } }
    decisionTableVersions { id decisionTable { id name } } compensationSchemeVersion { id scheme { id } } } }`;
  const input = { idempotencyKey: 'pack', pack: 'retail', ownerId: place.personId };
  const { installation } = await change<{ installation: Pack }>(world, 'installRulePack', input, {
    fields,
    as: author,
  });
  return installation;
}

const effectiveFrom = '2026-01-01T00:00:00Z';

/** Somebody other than whoever installed the pack approves all of it. */
async function approve({ policyVersion, decisionTableVersions, compensationSchemeVersion }: Pack): Promise<void> {
  const done = { fields: '', as: approver };
  await change(world, 'submitForReview', { policyVersionId: policyVersion.id }, { ...done, as: author });
  const approvals: [string, object][] = [
    ['approvePolicyVersion', { policyVersionId: policyVersion.id, effectiveFrom }],
    ...decisionTableVersions.map(({ id }): [string, object] => [
      'approveDecisionTableVersion',
      { decisionTableVersionId: id, effectiveFrom },
    ]),
    ['approveCompensationSchemeVersion', { schemeVersionId: compensationSchemeVersion.id, effectiveFrom }],
  ];
  for (const [verb, input] of approvals)
    expect((await change(world, verb, input, done)).__typename).toMatch(/Approved$/);
}

const general = { proof: 'RECEIPT', condition: 'OPENED', category: 'GENERAL', channel: 'IN_STORE' };
const factsOf = (facts: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(facts).map(([name, value]) => ({
    name,
    ...(typeof value === 'string'
      ? { text: value }
      : typeof value === 'number'
        ? { number: String(value) }
        : { isTrue: value }),
  }));

const DECISION = `... on DecisionMade { decision { id outcome clauses { anchor } requiredDocuments missingFacts { field }
  replay { isIdentical } counterfactuals { found { changes { field inWords } outcome } } } }`;

interface Decided {
  readonly decision: {
    readonly id: string;
    readonly outcome: string;
    readonly clauses: readonly { readonly anchor: string }[];
    readonly missingFacts: readonly { readonly field: string }[];
    readonly counterfactuals: {
      readonly found: readonly { readonly changes: readonly { readonly inWords: string }[] }[];
    };
  };
}

let keys = 0;
async function decide(
  person: Person,
  facts: Parameters<typeof factsOf>[0],
  caseId: string,
): Promise<Decided['decision']> {
  const table = pack.decisionTableVersions.find(({ decisionTable: { name } }) => name === 'Refund')?.decisionTable.id;
  const input = { idempotencyKey: `decision-${(keys += 1)}`, decisionTableId: table, facts: factsOf(facts), caseId };
  const { decision, message } = await change<Decided>(world, 'decide', input, { fields: DECISION, as: person.as });
  if (!decision) throw new Error(message);
  return decision;
}

beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Shop');
  people = [];
  for (const name of ['Bea', 'Cyd', 'Dov', 'Eli', 'Fay']) people.push(await givenAgent(name));
  caseIds = await givenCases(world, place, 6);
  pack = await installed();
  await approve(pack);
  for (const { as } of people.slice(0, 2)) {
    const input = { policyVersionId: pack.policyVersion.id, method: 'READ' };
    const { __typename } = await change(world, 'acknowledgePolicyVersion', input, { fields: '', as });
    expect(__typename).toBe('PolicyVersionAcknowledged');
  }
  await world.quiet();
}, 60_000);
afterAll(() => world?.close());

const person = (at: number): Person => people[at] as Person;
const matter = (at: number): string => caseIds[at] as string;

describe('a refund is decided by the rules of a shipped pack (rows 9 and 56)', () => {
  it('denies day 31 without a fault by its clause, says what would have been enough, and can be replayed', async () => {
    const facts = { ...general, faulty: false, daysHeld: 31, daysInRepair: 0 };
    expect(await decide(person(0), facts, matter(0))).toMatchObject({
      outcome: 'DENY',
      clauses: [{ anchor: 'window-closed' }],
      replay: { isIdentical: true },
      counterfactuals: {
        found: expect.arrayContaining([
          { changes: [expect.objectContaining({ field: 'daysHeld' })], outcome: 'ALLOW' },
        ]),
      },
    });
    expect(await decide(person(0), { ...facts, daysHeld: 30 }, matter(0))).toMatchObject({ outcome: 'ALLOW' });
  });

  it('allows day 29 with a fault, and day 40 of which ten were in repair', async () => {
    const facts = { ...general, faulty: true, repairFailed: false };
    for (const days of [
      { daysHeld: 29, daysInRepair: 0 },
      { daysHeld: 40, daysInRepair: 10 },
    ])
      expect(await decide(person(0), { ...facts, ...days }, matter(1))).toMatchObject({ outcome: 'ALLOW' });
  });

  it('asks for the one fact on which the answer depends', async () => {
    const facts = { ...general, faulty: false, daysInRepair: 0 };
    expect(await decide(person(0), facts, matter(2))).toMatchObject({
      outcome: 'INSUFFICIENT_FACTS',
      missingFacts: [{ field: 'daysHeld' }],
    });
  });

  it('stands with the case, across the services', async () => {
    const { data, errors } = await world.ask(
      `query ($id: ID!) { case(id: $id) { reference decisions(first: 5) { nodes { outcome handler { displayName } table { name } } } } }`,
      { id: matter(0) },
    );
    expect(errors).toBeUndefined();
    const refund = { handler: { displayName: 'Bea Lane' }, table: { name: 'Refund' } };
    expect(data).toMatchObject({
      case: {
        decisions: {
          nodes: [
            { outcome: 'ALLOW', ...refund },
            { outcome: 'DENY', ...refund },
          ],
        },
      },
    });
  });
});

describe('who had read the policy (rows 7 and 8)', () => {
  const policyVersionId = () => pack.policyVersion.id;
  const acknowledged = `query ($id: ID!) { policyVersion(id: $id) { acknowledgements(first: 10) { nodes { id method person { displayName } } } } }`;

  it('finds the decisions of exactly those three who had not, with case and handler, in one query', async () => {
    const facts = { ...general, faulty: false, daysHeld: 3, daysInRepair: 0 };
    for (const [at, each] of people.entries()) await decide(each, facts, matter(at));
    const { data } = await world.ask<{
      decisions: { nodes: { handler: { displayName: string }; case: { reference: string } }[] };
    }>(
      `{ decisions(handlerHadNotAcknowledged: true) { nodes { handler { displayName } case { reference } clauses { anchor } } } }`,
    );
    const planted = data.decisions.nodes;
    expect(planted.map(({ handler }) => handler.displayName).sort()).toEqual(['Dov Lane', 'Eli Lane', 'Fay Lane']);
    for (const { case: about } of planted) expect(about.reference).toMatch(/^C-\d+$/);
  });

  it('keeps the receipts of a version when the next one comes, of which everybody is still to take note', async () => {
    const before = await world.ask(acknowledged, { id: policyVersionId() });
    const next = await change<{ policyVersion: { id: string } }>(
      world,
      'draftPolicyVersion',
      { policyId: pack.policyVersion.policy.id },
      { fields: '... on PolicyVersionDrafted { policyVersion { id } }', as: author },
    );
    const input = { policyVersionId: next.policyVersion.id };
    await change(world, 'submitForReview', input, { fields: '', as: author });
    const approved = await change(world, 'approvePolicyVersion', input, { fields: '', as: approver });
    expect(approved.__typename).toBe('PolicyVersionApproved');
    expect(await world.ask(acknowledged, { id: policyVersionId() })).toEqual(before);
    const gaps = `query ($id: ID!) { acknowledgementGaps(policyVersionId: $id) { nodes { person { displayName } } } }`;
    const { data } = await world.ask<{ acknowledgementGaps: { nodes: { person: { displayName: string } }[] } }>(gaps, {
      id: next.policyVersion.id,
    });
    const names = data.acknowledgementGaps.nodes.map(({ person: { displayName } }) => displayName);
    expect(names.sort()).toEqual(['Ada Shop', 'Bea Lane', 'Cyd Lane', 'Dov Lane', 'Eli Lane', 'Fay Lane']);
  });
});

describe('an award of compensation (row 37)', () => {
  const award = (amount: string, input: object = {}) =>
    change<{ assessment: object }>(
      world,
      'assessAward',
      {
        idempotencyKey: `award-${(keys += 1)}`,
        schemeId: pack.compensationSchemeVersion.scheme.id,
        head: 'GOODWILL',
        band: 'GESTURE',
        amount: { amount, currency: 'GBP' },
        basis: 'EX_GRATIA',
        caseId: matter(0),
        ...input,
      },
      {
        fields: '... on AwardAssessed { assessment { isExGratia amount { amount } exception { id } } }',
        as: person(0).as,
      },
    );

  it('outside its band is refused without an exception and taken with one, and says that it was a gesture', async () => {
    expect(await award('4999')).toMatchObject({ __typename: 'OutsideBand' });
    const asked = await change<{ exception: { id: string } }>(
      world,
      'requestException',
      {
        rule: 'Award bands',
        reason: 'A wedding was spoiled',
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        compensation: { head: 'GOODWILL', atMost: { amount: '5000', currency: 'GBP' } },
      },
      { fields: '... on ExceptionRequested { exception { id } }', as: person(0).as },
    );
    const exceptionId = asked.exception.id;
    await change(world, 'grantException', { exceptionId, reason: 'Fair' }, { fields: '', as: approver });
    expect(await award('4999', { exceptionId })).toMatchObject({
      assessment: { isExGratia: true, amount: { amount: '4999.00' }, exception: { id: exceptionId } },
    });
  });
});
