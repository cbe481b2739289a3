import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { until } from '../../test/mail-story.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { asked, must, pounds, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let boss: Who;
let mary: string;
let jane: string;
const admin: Who = { role: 'admin' };

async function givenCustomer(name: string, email: string): Promise<string> {
  const { customers } = await must<{ customers: { customer: { id: string } }[] }>(
    world,
    admin,
    ['registerCustomers', 'CustomersRegistered', 'customers { customer { id } }'],
    {
      customers: [
        {
          ...{ kind: 'PERSON', displayName: name, registeredAt: '2026-02-20T00:00:00Z' },
          externalIdentity: { source: 'crm', id: `crm ${name}` },
          contactPoints: [{ kind: 'EMAIL', value: email }],
        },
      ],
    },
  );
  return customers[0]?.customer.id ?? '';
}

/** A case with a contact, a purchase, a promise, consent and a contract: something of theirs in every service that keeps customers. */
async function givenDealings(customerId: string, name: string): Promise<string> {
  const opening = { type: 'COMPLAINT', channel: 'PHONE', subject: `Kettle of ${name}`, customerId };
  const { case: opened } = await must<{ case: { id: string } }>(
    world,
    boss,
    ['openCase', 'CaseOpened', 'case { id }'],
    { ...opening, siteId: place.siteId },
  );
  await must(world, boss, ['logInteraction', 'InteractionLogged', '__typename'], {
    ...{ caseId: opened.id, channel: 'PHONE', direction: 'INBOUND', body: `${name} says that it leaks` },
  });
  await must(world, admin, ['recordPurchases', 'PurchasesRecorded', 'recorded'], {
    purchases: [
      {
        ...{ customerId, source: 'till', orderNumber: `Order of ${name}`, boughtAt: '2026-01-05T10:00:00Z' },
        channel: 'ONLINE',
        lines: [{ sku: 'K-1', name: 'Kettle', category: 'GENERAL', quantity: 1, paid: pounds('29.99') }],
        tenders: [{ kind: 'CREDIT_CARD', amount: pounds('29.99'), reference: `Card of ${name}` }],
      },
    ],
  });
  await must(world, boss, ['draftContract', 'ContractDrafted', 'contract { id }'], {
    ...{ customerId, name: `Care for ${name}`, startsOn: '2026-01-01', endsOn: '2027-12-31' },
    ...{ renewalMode: 'MANUAL', noticeDays: 60, lines: [{ name: 'Care', quantity: 1, entitlements: [] }] },
  });
  return opened.id;
}

beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Archive');
  boss = { role: 'manager', personId: place.personId, reach: 'ALL', subject: 'subject-of-the-boss' };
  mary = await givenCustomer('Mary Quill', 'mary@quill.example');
  jane = await givenCustomer('Jane Other', 'jane@other.example');
  await givenDealings(mary, 'Mary');
  await givenDealings(jane, 'Jane');
  await world.quiet();
}, 60_000);
afterAll(() => world?.close());

interface Archive {
  readonly state: string;
  readonly size: number;
  readonly sha256: string;
  readonly downloadUrl: string | null;
  readonly lastError: string | null;
}
const ARCHIVE = 'archive { state size sha256 downloadUrl lastError }';

async function givenRequest(customerId: string, kind: string): Promise<string> {
  const { request } = await must<{ request: { id: string } }>(
    world,
    boss,
    ['openDataSubjectRequest', 'DataSubjectRequestOpened', 'request { id }'],
    { customerId, kind },
  );
  return request.id;
}
const verify = (requestId: string) =>
  must(world, boss, ['verifyDataSubject', 'DataSubjectRequestMoved', '__typename'], { requestId, byWhat: 'Passport' });
const gather = (requestId: string) =>
  run(world, boss, ['gatherPersonalData', `... on PersonalDataGathering { request { id ${ARCHIVE} } }`], { requestId });
const seen = async (requestId: string, who: Who = boss) => {
  const query = `query ($id: ID!) { request: dataSubjectRequest(id: $id) { ${ARCHIVE} } }`;
  return (await asked<{ request: { archive: Archive | null } }>(world, who, query, { id: requestId })).request.archive;
};
const ready = (requestId: string) =>
  until(async () => {
    const archive = await seen(requestId);
    return archive?.state === 'READY' && archive;
  }, 'an archive that is ready');

interface Document {
  readonly customer: string;
  readonly [service: string]: unknown;
}
const tablesIn = (document: Document, service: string) => [
  ...new Set((document[service] as { table: string }[]).map(({ table }) => table)),
];

describe('all that is kept of a customer', () => {
  it('is not gathered before somebody made sure who asks, nor for a request for something else', async () => {
    const requestId = await givenRequest(mary, 'ACCESS');
    expect(await gather(requestId)).toMatchObject({ code: 'CANNOT_GATHER_PERSONAL_DATA' });
    const erase = await givenRequest(mary, 'ERASE');
    await verify(erase);
    expect(await gather(erase)).toMatchObject({ code: 'CANNOT_GATHER_PERSONAL_DATA' });
    expect(await seen(requestId)).toBeNull();
  });

  it('is one document of what every service has, of nobody else, with its digest, by a ticket', async () => {
    const requestId = await givenRequest(mary, 'ACCESS');
    await verify(requestId);
    expect((await gather(requestId)).__typename).toBe('PersonalDataGathering');
    const archive = await ready(requestId);
    const response = await fetch(archive.downloadUrl ?? '');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.status, bytes.length]).toEqual([200, archive.size]);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(archive.sha256);
    const text = bytes.toString();
    const document = JSON.parse(text) as Document;
    expect(document.customer).toBe(mary);
    expect(tablesIn(document, 'customers')).toEqual(
      expect.arrayContaining(['customers', 'contact_points', 'external_identities', 'purchases', 'purchase_tenders']),
    );
    expect(tablesIn(document, 'cases')).toEqual(expect.arrayContaining(['cases', 'interactions', 'purchase_copy']));
    expect(tablesIn(document, 'policy')).toEqual(expect.arrayContaining(['service_contracts', 'contract_lines']));
    expect(tablesIn(document, 'metrics')).toEqual(['activity_fact', 'case_fact', 'customer_copy']);
    expect(tablesIn(document, 'workforce')).toEqual(['reviewable_contacts']);
    for (const told of ['Mary Quill', 'mary@quill.example', 'crm Mary Quill', 'Kettle of Mary', 'Order of Mary'])
      expect([told, text.includes(told)]).toEqual([told, true]);
    for (const told of ['Mary says that it leaks', 'Card of Mary', 'Care for Mary'])
      expect([told, text.includes(told)]).toEqual([told, true]);
    expect(text).not.toMatch(/jane|subject-of-the-boss|pers_/i);
  });

  it('goes on where it was when a service was away, and is the same archive when asked for again', async () => {
    const requestId = await givenRequest(mary, 'PORT');
    await verify(requestId);
    await world.services['policy']?.stop();
    await gather(requestId);
    await until(async () => (await seen(requestId))?.lastError?.includes('policy'), 'a try that came to nothing');
    expect(await seen(requestId)).toMatchObject({ state: 'GATHERING', downloadUrl: null });
    await world.services['policy']?.start();
    const first = await ready(requestId);
    await gather(requestId);
    expect((await seen(requestId))?.sha256).toBe(first.sha256);
  }, 30_000);

  it('is fetched by nobody with another ticket, and seen by the customer alone', async () => {
    const requestId = await givenRequest(mary, 'ACCESS');
    await verify(requestId);
    await gather(requestId);
    const { downloadUrl } = await ready(requestId);
    const url = downloadUrl ?? '';
    expect((await fetch(`${url.slice(0, -4)}AAAA`)).status).toBe(404);
    expect((await fetch(url.replace(/pdar_\w{4}/, 'pdar_0000'))).status).toBe(404);
    const self = (customerId: string) => ({ role: 'customer', customerId }) as unknown as Who;
    const query = `query ($id: ID!) { request: dataSubjectRequest(id: $id) { archive { state } } }`;
    expect(await asked(world, self(mary), query, { id: requestId })).toEqual({
      request: { archive: { state: 'READY' } },
    });
    expect(await asked(world, self(jane), query, { id: requestId })).toEqual({ request: null });
    const inside = `query ($of: PersonalDataOfInput!) { personalDataInCases(of: $of) { endCursor } }`;
    const { errors } = await world.ask(inside, { of: { customerIds: [jane], caseIds: [] } }, { role: 'admin' });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});
