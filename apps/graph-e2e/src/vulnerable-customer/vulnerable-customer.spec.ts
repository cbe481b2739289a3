import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createId } from '@courtesy/kernel';
import { startGraph, type Answer, type GraphWorld } from '../../test/graph-world.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let lead: Who;
let agent: Who;
let letterTemplateId: string;
let now = new Date('2026-03-02T10:00:00.000Z');
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Care');
  lead = as('lead', place.personId);
  agent = as('agent', place.personId);
  letterTemplateId = await givenLetter();
});
afterAll(() => world?.close());

/** An answer that has a text of its own for large print. */
async function givenLetter(): Promise<string> {
  const drafted = [
    'draftLetterTemplate',
    'LetterTemplateDrafted',
    'letterTemplate { id } letterTemplateVersion { id version }',
  ] as const;
  const body = 'Dear {{name}}, we have looked into it and will call you.';
  const { letterTemplate, letterTemplateVersion } = await must<{
    letterTemplate: { id: string };
    letterTemplateVersion: { id: string; version: number };
  }>(world, as('manager', place.personId), drafted, {
    ...{ name: 'Answer', kind: 'ANSWER', ownerId: place.personId, defaultLanguage: 'en', idempotencyKey: aKey() },
    variants: [
      { language: 'en', subject: 'Your answer', body },
      { language: 'en', format: 'LARGE_PRINT', subject: 'Your answer', body: 'Dear {{name}}, we will call you.' },
    ],
    fields: [{ name: 'name', type: 'TEXT', description: 'Whom it is for', example: 'Sam Lee' }],
  });
  const approver = await givenPerson(world, place, 'Bea Care', 'MANAGER');
  const { id, version } = letterTemplateVersion;
  const approval = { letterTemplateVersionId: id, expectedVersion: version, plainLanguageReason: 'Short as it is' };
  await must(
    world,
    as('manager', approver),
    ['approveLetterTemplate', 'LetterTemplateApproved', '__typename'],
    approval,
  );
  return letterTemplate.id;
}

async function givenCustomer(givenName: string): Promise<string> {
  const registered = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const { customer } = await must<{ customer: { id: string } }>(world, lead, registered, { kind: 'PERSON', givenName });
  return customer.id;
}

const secret = 'Cannot read small letters since a stroke';
const recordVulnerability = async (customerId: string, adjustments: readonly string[]): Promise<string> => {
  const recorded = ['recordVulnerability', 'VulnerabilityRecorded', 'vulnerability { id }'] as const;
  const { vulnerability } = await must<{ vulnerability: { id: string } }>(world, lead, recorded, {
    ...{ customerId, driver: 'HEALTH', need: secret, adjustments, disclosedBy: 'CUSTOMER' },
    ...{ basis: 'EXPLICIT_CONSENT', reviewBy: '2026-09-01T00:00:00Z', idempotencyKey: aKey() },
  });
  await world.quiet();
  return vulnerability.id;
};

const FORMAT = 'format printLarge adjustments body';
const sendLetter = async (customerId: string) => {
  const sent = ['sendLetter', 'LetterSent', `letter { id ${FORMAT} }`] as const;
  const fields = [{ name: 'name', value: 'Gwen Ifans' }];
  const { letter } = await must<{ letter: { id: string; format: string } }>(world, agent, sent, {
    ...{ idempotencyKey: aKey(), letterTemplateId, languages: ['en'], fields, customerId },
  });
  return letter;
};
const openCase = async (customerId: string) => {
  const input = { type: 'COMPLAINT', channel: 'PHONE', subject: 'The kettle leaks', customerId };
  const opened = ['openCase', 'CaseOpened', 'case { id priority }'] as const;
  return (await must<{ case: { id: string; priority: string } }>(world, agent, opened, input)).case;
};

describe('a customer who needs large print', () => {
  it('gets it in every letter while the record holds, and not a letter longer; the record stays as of then', async () => {
    const customerId = await givenCustomer('Gwen');
    expect(await sendLetter(customerId)).toMatchObject({ format: 'STANDARD', printLarge: false });
    const vulnerabilityId = await recordVulnerability(customerId, ['LARGE_PRINT', 'PRIORITY_HANDLING']);
    const recordedAt = now;
    const letter = await sendLetter(customerId);
    expect(letter).toMatchObject({
      ...{ format: 'LARGE_PRINT', adjustments: ['LARGE_PRINT'], body: 'Dear Gwen Ifans, we will call you.' },
    });
    const { id: caseId, priority } = await openCase(customerId);
    expect(priority).toBe('HIGH');
    const desk = await asked<{ case: { customer: object } }>(
      world,
      agent,
      `query ($id: ID!) { case(id: $id) { customer { adjustments letters { nodes { format } } } } }`,
      { id: caseId },
    );
    expect(desk.case.customer).toEqual({
      adjustments: ['LARGE_PRINT', 'PRIORITY_HANDLING'],
      letters: { nodes: [{ format: 'LARGE_PRINT' }, { format: 'STANDARD' }] },
    });

    now = new Date('2026-03-09T10:00:00.000Z');
    const ended = ['endVulnerability', 'VulnerabilityEnded', 'vulnerability { status }'] as const;
    await must(world, lead, ended, { vulnerabilityId, reason: 'Reads well again' });
    await world.quiet();
    expect(await sendLetter(customerId)).toMatchObject({ format: 'STANDARD', printLarge: false, adjustments: [] });
    expect((await openCase(customerId)).priority).toBe('NORMAL');
    const { customer, letters } = await asked<{ customer: object; letters: object }>(
      world,
      lead,
      `query ($id: ID!, $asOf: DateTime!, $letter: ID!) {
         customer(id: $id) { adjustments now: vulnerabilities { id } then: vulnerabilities(asOf: $asOf) { id need adjustments status } }
         letters: sentLetter(id: $letter) { format adjustments } }`,
      { id: customerId, asOf: recordedAt, letter: letter.id },
    );
    expect(customer).toEqual({
      ...{ adjustments: [], now: [] },
      then: [
        { id: vulnerabilityId, need: secret, adjustments: ['LARGE_PRINT', 'PRIORITY_HANDLING'], status: 'ACTIVE' },
      ],
    });
    expect(letters).toEqual({ format: 'LARGE_PRINT', adjustments: ['LARGE_PRINT'] });
  });
});

/** Every road to a vulnerability: customer, node, nodes, item, list, entity of another subgraph, and the reviews due. */
const ROADS = `query ($customer: ID!, $vulnerability: ID!, $case: ID!) {
  customer(id: $customer) { displayName vulnerabilities { id driver need } vulnerabilityHistory { totalCount nodes { id } } }
  node(id: $vulnerability) { __typename id ... on Vulnerability { need } }
  nodes(ids: [$vulnerability]) { id ... on Vulnerability { driver } }
  vulnerability(id: $vulnerability) { id need }
  customers(where: { id: { eq: $customer } }) { nodes { vulnerabilities { id } } }
  case(id: $case) { customer { vulnerabilities { need } } }
  vulnerabilityReviewsDue(within: "P400D") { totalCount nodes { id } }
}`;

describe('whoever is not cleared for vulnerability', () => {
  let customerId: string;
  let vulnerabilityId: string;
  let caseId: string;
  beforeAll(async () => {
    customerId = await givenCustomer('Mair');
    vulnerabilityId = await recordVulnerability(customerId, ['EASY_READ']);
    caseId = (await openCase(customerId)).id;
  });
  const roads = (who: object, vulnerability = vulnerabilityId) =>
    world.ask<Record<string, unknown>>(ROADS, { customer: customerId, vulnerability, case: caseId }, who);
  const hidesAll = ({ data, errors }: Answer<Record<string, unknown>>) => {
    const told = JSON.stringify({ data, errors });
    for (const word of [secret, 'HEALTH', 'EASY_READ']) expect(told).not.toContain(word);
    expect(data).toMatchObject({ vulnerability: null, vulnerabilityReviewsDue: null });
    expect(JSON.stringify(data['customer'] ?? null)).not.toContain('vuln_');
    return data;
  };

  it('sees nothing of it by any road, and a record that is not there looks the same', async () => {
    const absent = createId('vuln', now.getTime(), new Uint8Array(10));
    for (const who of [agent, as('executive', place.personId), as('analyst', place.personId)]) {
      const there = await roads(who);
      hidesAll(there);
      const missing = await roads(who, absent);
      const alike = (answer: Answer<Record<string, unknown>>) =>
        JSON.stringify([
          answer.data,
          answer.errors?.map(({ path, extensions }) => `${path?.join()} ${extensions['code']}`).sort(),
        ])
          .replaceAll(vulnerabilityId, 'it')
          .replaceAll(absent, 'it');
      expect(alike(missing)).toBe(alike(there));
    }
    hidesAll(await roads({ role: 'customer', customerId }));
  });

  it('cannot filter customers by it', async () => {
    const query = `query { customers(where: { vulnerability: { driver: { eq: HEALTH } } }) { nodes { id } } }`;
    const { data, errors } = await world.ask(query, {}, agent);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('does not learn of it from events either, nor does any other service', async () => {
    for (const service of ['customers', 'cases', 'workforce', 'policy', 'metrics']) {
      const { manager } = world.services[service]?.running()?.database ?? {};
      const [{ told } = { told: '' }] = (await manager?.query<{ told: string }[]>(
        `SELECT COALESCE(string_agg(type || data::text, ' '), '') AS told FROM event_log`,
      )) ?? [{ told: '' }];
      for (const word of [secret, 'HEALTH', vulnerabilityId]) expect(told).not.toContain(word);
    }
    for (const service of ['cases', 'policy']) {
      const { manager } = world.services[service]?.running()?.database ?? {};
      const read = () =>
        manager?.query<object[]>(`SELECT * FROM customer_adjustments WHERE customer_id = $1`, [customerId]);
      let kept = await read();
      while (kept?.length === 0) {
        await world.quiet();
        kept = await read();
      }
      expect(kept).toEqual([{ customer_id: customerId, adjustments: ['EASY_READ'] }]);
    }
  });

  it('is on record when they are cleared, and who audits sees who read what', async () => {
    await asked(world, lead, `query ($id: ID!) { customer(id: $id) { vulnerabilities { driver need } } }`, {
      id: customerId,
    });
    const { customer } = await asked<{ customer: { restrictedReads: { nodes: object[] } } }>(
      world,
      { role: 'admin' },
      `query ($id: ID!) { customer(id: $id) { restrictedReads { nodes { record { id } fields readerRole person { displayName } } totalCount } } }`,
      { id: customerId },
    );
    expect(customer.restrictedReads).toEqual({
      nodes: [
        ...[
          {
            record: { id: vulnerabilityId },
            fields: ['driver', 'need'],
            readerRole: 'LEAD',
            person: { displayName: 'Ada Care' },
          },
        ],
      ],
      totalCount: 1,
    });
  });
});

describe('a customer who is called about offers', () => {
  it('says yes and no themself, and a desk is told whether it may call, and why', async () => {
    const customerId = await givenCustomer('Nia');
    const self = { role: 'customer', customerId };
    const evidence = { how: 'ONLINE', wordingVersion: '2026-1' };
    const may = async () => {
      const query = `query ($id: ID!) { customer(id: $id) { mayContact(purpose: MARKETING, channel: PHONE) { allowed reason } } }`;
      return (await asked<{ customer: { mayContact: object } }>(world, agent, query, { id: customerId })).customer
        .mayContact;
    };
    expect(await may()).toEqual({ allowed: false, reason: 'CONSENT_NEVER_GIVEN' });
    const given = ['recordConsent', '... on ConsentRecorded { consent { byCustomer } }'] as const;
    expect(await run(world, self, given, { customerId, purpose: 'MARKETING', evidence })).toMatchObject({
      consent: { byCustomer: true },
    });
    expect(await may()).toEqual({ allowed: true, reason: 'CONSENT_GIVEN' });
    await recordVulnerability(customerId, ['NO_COLD_CALLS']);
    expect(await may()).toEqual({ allowed: false, reason: 'NO_COLD_CALLS' });
    now = new Date(now.getTime() + 60_000);
    const withdrawn = ['withdrawConsent', 'ConsentWithdrawn', 'customer { consents { channel status } }'] as const;
    const { customer } = await must<{ customer: { consents: { status: string }[] } }>(world, self, withdrawn, {
      ...{ customerId, purpose: 'MARKETING', evidence: { how: 'ONLINE' } },
    });
    expect(new Set(customer.consents.map(({ status }) => status))).toEqual(new Set(['WITHDRAWN']));
    expect(await may()).toEqual({ allowed: false, reason: 'CONSENT_WITHDRAWN' });
  });
});
