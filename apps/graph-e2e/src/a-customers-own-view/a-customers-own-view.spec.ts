import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scopesOf } from '@courtesy/subgraph';
import { Kind, parse, valueFromASTUntyped, type DirectiveNode } from 'graphql';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { as, must, pounds, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let manager: Who;
let mine: Holdings;
let theirs: Holdings;

/** What a customer has, by its ids. */
interface Holdings {
  readonly customer: string;
  readonly case: string;
  readonly interaction: string;
  readonly promise: string;
  readonly purchase: string;
  readonly contract: string;
}

const made = async (verb: string, success: string, field: string, input: object): Promise<string> => {
  const fields = `${field} { id }`;
  const result = await must<Record<string, { id: string }>>(world, manager, [verb, success, fields], input);
  return result[field]?.id ?? '';
};

async function givenHoldings(givenName: string): Promise<Holdings> {
  const customer = await made('registerCustomer', 'CustomerRegistered', 'customer', { kind: 'PERSON', givenName });
  const caseId = await made('openCase', 'CaseOpened', 'case', {
    ...{ type: 'ENQUIRY', channel: 'PHONE', subject: `Matter of ${givenName}`, customerId: customer },
    siteId: place.siteId,
  });
  const interaction = await made('logInteraction', 'InteractionLogged', 'interaction', {
    ...{ caseId, channel: 'PHONE', direction: 'OUTBOUND', body: `Told ${givenName}` },
  });
  const promise = await made('makePromise', 'PromiseMade', 'promise', {
    ...{ customerId: customer, caseId, text: `Call ${givenName}`, dueAt: '2036-01-01T00:00:00Z', teamId: place.teamId },
  });
  const purchase = await made('recordPurchase', 'PurchaseRecorded', 'purchase', {
    ...{ customerId: customer, source: 'till', orderNumber: `T-${givenName}`, boughtAt: '2026-01-05T10:00:00Z' },
    channel: 'ONLINE',
    lines: [{ sku: 'KETTLE-1', name: 'Kettle', category: 'GENERAL', quantity: 1, paid: pounds('29.99') }],
    tenders: [{ kind: 'CREDIT_CARD', amount: pounds('29.99') }],
  });
  const contract = await made('draftContract', 'ContractDrafted', 'contract', {
    ...{ customerId: customer, name: `Care for ${givenName}`, startsOn: '2026-01-01', endsOn: '2036-12-31' },
    ...{ renewalMode: 'MANUAL', noticeDays: 60, lines: [{ name: 'Plan', quantity: 1, entitlements: [] }] },
  });
  await made('activateContract', 'ContractActivated', 'contract', { contractId: contract });
  return { customer, case: caseId, interaction, promise, purchase, contract };
}

beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Own');
  manager = as('manager', place.personId);
  mine = await givenHoldings('Mair');
  theirs = await givenHoldings('Olwen');
  await world.quiet();
}, 60_000);
afterAll(() => world?.close());

const self = () => ({ role: 'customer', customerId: mine.customer });
const ask = <T = Record<string, unknown>>(query: string, variables: object = {}) =>
  world.ask<T>(query, variables, self());
const tell = <T>(verb: string, fields: string, input: object) =>
  run<T>(world, self() as unknown as Who, [verb, fields], input);

describe('what customers see of the graph', () => {
  it('is themself: their cases and what was said, what was promised, bought and agreed', async () => {
    const { data, errors } = await ask(`{
      customers { nodes { id displayName promises { nodes { text status } } purchases { nodes { orderNumber } } contracts { nodes { name } } } }
      cases { nodes { subject status interactions { nodes { body } } customer { id } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      customers: {
        nodes: [
          {
            ...{ id: mine.customer, displayName: 'Mair', promises: { nodes: [{ text: 'Call Mair', status: 'OPEN' }] } },
            ...{ purchases: { nodes: [{ orderNumber: 'T-Mair' }] }, contracts: { nodes: [{ name: 'Care for Mair' }] } },
          },
        ],
      },
      cases: {
        nodes: [
          {
            ...{ subject: 'Matter of Mair', status: 'NEW', customer: { id: mine.customer } },
            interactions: { nodes: [{ body: 'Told Mair' }] },
          },
        ],
      },
    });
  });

  it('is nothing of anybody else, asked by its id, as a node, or from beside', async () => {
    const fields: readonly (keyof Holdings)[] = ['customer', 'case', 'interaction', 'promise', 'purchase', 'contract'];
    const one = fields.map((field) => `${field}(id: $${field}) { id }`).join(' ');
    const arguments_ = fields.map((field) => `$${field}: ID!`).join(', ');
    const own = await ask(`query (${arguments_}) { ${one} }`, mine);
    expect(own.data).toEqual(Object.fromEntries(fields.map((field) => [field, { id: mine[field] }])));
    const foreign = await ask(`query (${arguments_}) { ${one} }`, theirs);
    expect(foreign.data).toEqual(Object.fromEntries(fields.map((field) => [field, null])));
    const nodes = await ask<{ nodes: unknown[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Case { subject } ... on Customer { displayName } } }`,
      { ids: Object.values(theirs) },
    );
    expect(JSON.stringify(nodes)).not.toMatch(/Olwen/);
    const filtered = await ask(
      `query ($id: ID!) { cases(where: { customer: { eq: $id } }) { nodes { id } } customers(where: { id: { eq: $id } }) { nodes { id } } }`,
      { id: theirs.customer },
    );
    expect(filtered.data).toEqual({ cases: { nodes: [] }, customers: { nodes: [] } });
  });

  it('has nothing of the staff, of how they handle it, or of how they judge the relationship', async () => {
    const asked = [
      ...[
        'health { score }',
        'adjustments',
        'vulnerabilities { nodes { need } }',
        'conductWarnings { nodes { description } }',
      ],
      ...['legalHolds { nodes { reason } }', 'mergeHistory { nodes { id } }', 'decisions { nodes { id } }'],
    ];
    for (const field of asked) {
      const { data, errors } = await ask(`query ($id: ID!) { customer(id: $id) { id ${field} } }`, {
        id: mine.customer,
      });
      expect([field, (errors ?? []).length]).not.toEqual([field, 0]);
      expect(JSON.stringify(data ?? null)).not.toMatch(/score|description|reason/);
    }
  });
});

describe('what customers do themselves', () => {
  it('is these verbs and no others, whatever else the graph can do', () => {
    const supergraph = parse(readFileSync(new URL('../../../gateway/supergraph.graphql', import.meta.url), 'utf8'));
    const mutation = supergraph.definitions.find(
      (each) => each.kind === Kind.OBJECT_TYPE_DEFINITION && each.name.value === 'Mutation',
    );
    const scopes = new Set(scopesOf('CUSTOMER'));
    const needs = (directives: readonly DirectiveNode[] = []) => {
      const [rule] = directives.filter(({ name }) => name.value === 'requiresScopes');
      const value = rule?.arguments?.[0]?.value;
      return value ? (valueFromASTUntyped(value) as string[][]) : [];
    };
    const verbs = (mutation && 'fields' in mutation ? (mutation.fields ?? []) : []) as readonly {
      readonly name: { readonly value: string };
      readonly directives?: readonly DirectiveNode[];
    }[];
    expect(verbs.length).toBeGreaterThan(200);
    const open = verbs.filter(({ directives }) => {
      const rules = needs(directives);
      return rules.length === 0 || rules.some((all) => all.every((scope) => scopes.has(scope)));
    });
    expect(open.map(({ name }) => name.value).toSorted()).toEqual([
      ...['answerSurvey', 'complain', 'correctSurveyAnswer', 'giveFeedback', 'openDataSubjectRequest'],
      ...['recordConsent', 'withdrawConsent'],
    ]);
  });

  it('is to complain, to take back a consent, and to say how the answer was', async () => {
    const complained = await tell<{ case: { id: string; type: string } }>(
      'complain',
      '... on ComplaintTaken { case { id type } }',
      {
        ...{ subject: 'Nobody called', words: 'You promised to call.' },
      },
    );
    expect(complained.case.type).toBe('COMPLAINT');
    const consent = { customerId: mine.customer, purpose: 'MARKETING', channel: 'EMAIL', evidence: { how: 'ONLINE' } };
    expect(await tell('withdrawConsent', '', consent)).toMatchObject({ __typename: 'ConsentWithdrawn' });
    const feedback = { caseId: complained.case.id, score: 2, words: 'At last' };
    await world.quiet();
    expect(await tell('giveFeedback', '', feedback)).toMatchObject({ code: 'CASE_NOT_ANSWERED' });
    await must(world, manager, ['resolveCase', 'CaseResolved', '__typename'], {
      ...{ caseId: complained.case.id, outcome: 'EXPLANATION' },
    });
    await world.quiet();
    expect(await tell('giveFeedback', '', feedback)).toMatchObject({ __typename: 'FeedbackGiven' });
    const { data } = await ask(
      `query ($id: ID!) { case(id: $id) { site { id } feedback { nodes { score words } } } }`,
      {
        id: complained.case.id,
      },
    );
    expect(data).toEqual({
      case: { site: { id: place.siteId }, feedback: { nodes: [{ score: 2, words: 'At last' }] } },
    });
  });

  it('is never for somebody else', async () => {
    const consent = {
      customerId: theirs.customer,
      purpose: 'MARKETING',
      channel: 'EMAIL',
      evidence: { how: 'ONLINE' },
    };
    expect(await tell('withdrawConsent', '', consent)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await tell('giveFeedback', '', { caseId: theirs.case, score: 1 })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await tell('openDataSubjectRequest', '', { customerId: theirs.customer, kind: 'ERASE' })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
