import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textOfDatabase } from '@courtesy/testing';
import { pino } from 'pino';
import { message, startMailStory, until, type MailStory } from '../../test/mail-story.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, pounds, run, type Who } from '../../test/verbs.ts';

const GIVEN = 'Gwenllian';
const FAMILY = 'Prydderch';
const EMAIL = 'gwenllian.prydderch@cartref.example';
const PHONE = '+44 29 2018 0147';
const STREET = '17 Heol y Bryn';
/** What must be found nowhere: the number in every spelling that anybody used. */
const VALUES = [GIVEN, FAMILY, EMAIL, PHONE, '02920180147', '2920180147', STREET, 'CF10 9ZZ', 'CRM-778812', '@gwen_p'];

const logged: string[] = [];
let story: MailStory;
let place: Place;
let manager: Who;
let customerId: string;
let otherId: string;
const world = () => story.graph;
const done = <T = object>(verb: string, success: string, fields: string, input: object) =>
  must<T>(world(), manager, [verb, success, fields], input);

const register = async (input: object): Promise<string> =>
  (
    await done<{ customer: { id: string } }>('registerCustomer', 'CustomerRegistered', 'customer { id }', {
      ...{ kind: 'PERSON', ...input },
    })
  ).customer.id;
const open = async (input: object): Promise<string> =>
  (
    await done<{ case: { id: string } }>('openCase', 'CaseOpened', 'case { id }', {
      ...{ type: 'COMPLAINT', channel: 'PHONE', customerId, siteId: place.siteId, ...input },
    })
  ).case.id;
const log = (caseId: string, body: string) =>
  done('logInteraction', 'InteractionLogged', 'interaction { id }', {
    ...{ caseId, channel: 'PHONE', direction: 'INBOUND', body },
  });
const end = async (caseId: string) => {
  await done('resolveCase', 'CaseResolved', 'case { id }', { caseId, outcome: 'EXPLANATION' });
  await done('closeCase', 'CaseClosed', 'case { id }', { caseId });
};

async function givenRecords(): Promise<string> {
  const caseId = await open({ subject: `${GIVEN} ${FAMILY} waits for a call on 029 2018 0147` });
  await log(caseId, `Mrs ${FAMILY} of ${STREET} called again. ${EMAIL} is right.`);
  await done('addTask', 'TaskAdded', 'task { id }', {
    ...{
      caseId,
      kind: 'CALL_BACK',
      isMandatory: false,
      title: `Call ${GIVEN}`,
      details: `On (029) 2018-0147`,
      teamId: place.teamId,
    },
  });
  await done('makePromise', 'PromiseMade', 'promise { id }', {
    ...{ customerId, caseId, text: `We call ${GIVEN} back`, dueAt: '2036-01-01T00:00:00Z', teamId: place.teamId },
  });
  await done('recordVulnerability', 'VulnerabilityRecorded', 'vulnerability { id }', {
    ...{ customerId, driver: 'HEALTH', need: `${GIVEN} sees little`, adjustments: ['LARGE_PRINT'] },
    ...{ disclosedBy: 'CUSTOMER', basis: 'EXPLICIT_CONSENT', reviewBy: '2036-01-01T00:00:00Z' },
  });
  await done('recordConsent', 'ConsentRecorded', '__typename', {
    ...{ customerId, purpose: 'MARKETING', channel: 'EMAIL' },
    evidence: { how: 'SPOKEN', wordingVersion: '2026-1', place: `At ${STREET}` },
  });
  await done('recordPurchase', 'PurchaseRecorded', 'purchase { id }', {
    ...{ customerId, source: 'till', orderNumber: 'T-1', boughtAt: '2026-01-05T10:00:00Z', channel: 'ONLINE' },
    lines: [{ sku: 'KETTLE-1', name: 'Kettle', category: 'GENERAL', quantity: 1, paid: pounds('29.99') }],
    tenders: [{ kind: 'CREDIT_CARD', amount: pounds('29.99'), reference: `${FAMILY} 4242` }],
  });
  await done('draftContract', 'ContractDrafted', 'contract { id }', {
    ...{ customerId, name: `Care for ${GIVEN}`, startsOn: '2026-01-01', endsOn: '2026-12-31', renewalMode: 'MANUAL' },
    ...{ noticeDays: 60, lines: [{ name: 'Care plan', quantity: 1, entitlements: [] }] },
  });
  story.mail.arrive(
    message(
      { From: `${GIVEN} ${FAMILY} <${EMAIL}>`, Subject: 'Where is my kettle?', 'Message-ID': '<g1@cartref.example>' },
      `I am ${GIVEN}. Ring ${PHONE}.`,
    ),
  );
  const byMail = await story.caseAbout('Where is my kettle?', ({ emails }) => emails.nodes.length > 1);
  expect(byMail.customer?.id).toBe(customerId);
  // Somebody else's records name them too.
  const elsewhere = await open({ customerId: otherId, subject: 'A parcel at the wrong door' });
  await log(elsewhere, `It belongs to ${GIVEN} ${FAMILY}, ${PHONE}, ${EMAIL}.`);
  await end(caseId).catch(async () => {
    const { case: seen } = await asked<{ case: { obstacles: { id: string }[] } }>(
      ...([
        world(),
        manager,
        `query ($id: ID!) { case(id: $id) { obstacles { kind what id } } }`,
        { id: caseId },
      ] as const),
    );
    throw new Error(JSON.stringify(seen));
  });
  await end(byMail.id);
  return elsewhere;
}

beforeAll(async () => {
  const sink = { write: (line: string) => void logged.push(line) };
  story = await startMailStory({ log: pino({ level: 'trace' }, sink) });
  place = await givenPlace(world(), 'Desk');
  manager = as('manager', place.personId);
  customerId = await register({
    ...{ givenName: GIVEN, familyName: FAMILY, externalIdentity: { source: 'crm', id: 'CRM-778812' } },
    contactPoints: [
      { kind: 'EMAIL', value: EMAIL },
      { kind: 'PHONE', value: PHONE },
      { kind: 'SOCIAL', value: '@gwen_p' },
      { kind: 'POSTAL', address: { lines: [STREET], locality: 'Caerdydd', postcode: 'CF10 9ZZ', country: 'GB' } },
    ],
  });
  otherId = await register({ givenName: 'Owain', familyName: 'Rees' });
}, 120_000);
afterAll(() => story?.close());

const everything = async () => {
  await world().quiet();
  const texts = Object.entries(world().services).map(async ([name, { database }]) =>
    (await textOfDatabase(database.ownerUrl)).replaceAll(/^/gm, `${name} `),
  );
  return (await Promise.all(texts)).join('\n');
};
/** Every line in which one of the values stands, whatever the case of its letters. */
const found = (text: string) =>
  text.split('\n').filter((line) => VALUES.some((value) => line.toLowerCase().includes(value.toLowerCase())));

const figures = async () => {
  await world().quiet();
  const query = `query { ${['cases.opened', 'cases.resolved', 'cases.backlog', 'complaints.opened']
    .map(
      (key, i) =>
        `m${i}: metric(key: "${key}", period: { from: "2026-01-01", to: "2036-01-01" }, grain: TOTAL) { total rows { key value } }`,
    )
    .join(' ')} }`;
  return (await world().ask<object>(query)).data;
};
const request = async () => {
  const { request: opened } = await done<{ request: { id: string } }>(
    ...([
      'openDataSubjectRequest',
      'DataSubjectRequestOpened',
      'request { id }',
      { customerId, kind: 'ERASE' },
    ] as const),
  );
  await done('verifyDataSubject', 'DataSubjectRequestMoved', 'request { id }', {
    ...{ requestId: opened.id, byWhat: 'A passport, shown at the desk' },
  });
  return opened.id;
};
const erase = (requestId: string) =>
  run<{ hold?: { reason: string } }>(
    world(),
    manager,
    [
      'eraseCustomer',
      '... on LegalHoldInPlace { hold { reason } } ... on DataSubjectRequestMoved { request { status } }',
    ],
    { requestId },
  );

describe('a customer who asks to be forgotten', () => {
  it('is found nowhere afterwards: no table, no event, no mail, no log; and no figure has moved', async () => {
    const elsewhere = await givenRecords();
    const before = found(await everything());
    for (const service of ['customers', 'cases', 'policy'])
      expect(before.filter((line) => line.startsWith(`${service} `)).length).toBeGreaterThan(0);
    expect(new Set(before.map((line) => line.split(' ')[1])).size).toBeGreaterThan(10);
    // What was known of a case before it ended is the past, and theirs as well.
    expect(before.some((line) => line.startsWith('cases cases_past '))).toBe(true);
    const figuresBefore = await figures();

    const requestId = await request();
    const { hold } = await done<{ hold: { id: string } }>('placeLegalHold', 'LegalHoldPlaced', 'hold { id }', {
      ...{ customerId, reason: 'The ombudsman looks into a case', reviewOn: '2036-01-01' },
    });
    expect(await erase(requestId)).toMatchObject({
      ...{ code: 'LEGAL_HOLD_IN_PLACE', hold: { reason: 'The ombudsman looks into a case' } },
    });
    expect(found(await everything())).toEqual(before);
    await done('liftLegalHold', 'LegalHoldLifted', 'hold { id }', { holdId: hold.id, reason: 'Settled' });

    expect(await erase(requestId)).toMatchObject({ __typename: 'DataSubjectRequestMoved' });
    interface Seen {
      readonly dataSubjectRequest: {
        readonly status: string;
        readonly steps: { service: string }[];
        readonly lastError: string | null;
      };
    }
    const query = `query ($id: ID!) { dataSubjectRequest(id: $id) { status lastError steps { service rows } } }`;
    const ended = await until(async () => {
      const { dataSubjectRequest } = await asked<Seen>(world(), manager, query, { id: requestId });
      return dataSubjectRequest.status === 'DONE' && dataSubjectRequest;
    }, 'an erasure that is done');
    expect(ended.steps.map(({ service }) => service)).toEqual(['cases', 'policy', 'workforce', 'metrics', 'customers']);

    expect(found(await everything())).toEqual([]);
    expect(found(logged.join(''))).toEqual([]);
    expect(logged.length).toBeGreaterThan(0);
    expect(await figures()).toEqual(figuresBefore);

    const { customer, case: other } = await asked<{
      customer: object;
      case: { interactions: { nodes: { body: string }[] } };
    }>(
      world(),
      manager,
      `query ($id: ID!, $other: ID!) { customer(id: $id) { status displayName cases { totalCount } purchases { nodes { orderNumber total { amount } } } }
        case(id: $other) { subject interactions { nodes { body } } } }`,
      { id: customerId, other: elsewhere },
    );
    expect(customer).toEqual({
      ...{
        status: 'ERASED',
        displayName: 'crm [erased] ' + (customer as { displayName: string }).displayName.split(' ').at(-1),
      },
      ...{ cases: { totalCount: 2 }, purchases: { nodes: [{ orderNumber: 'T-1', total: { amount: '29.99' } }] } },
    });
    expect(other).toMatchObject({ subject: 'A parcel at the wrong door' });
    expect(other.interactions.nodes[0]?.body).toBe('It belongs to [erased], [erased], [erased].');
  }, 120_000);
});
