import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOfRows } from '@courtesy/testing';
import { message, startMailStory, type MailStory } from '../../test/mail-story.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { countsOf, givenHoldings, mergeRecords } from '../../test/two-records.ts';
import { as, asked, must, type Who } from '../../test/verbs.ts';

let story: MailStory;
let place: Place;
let lead: Who;
let kept: string;
let old: string;
beforeAll(async () => {
  story = await startMailStory();
  place = await givenPlace(story.graph, 'Desk');
  lead = as('lead', place.personId);
  kept = await register({ givenName: 'Ann', familyName: 'Archer', externalIdentity: { source: 'crm', id: 'C-1' } });
  old = await register({
    ...{ givenName: 'Annie', preferredLanguage: 'cy', externalIdentity: { source: 'till', id: 'T-1' } },
    contactPoints: [
      { kind: 'EMAIL', value: OLD_ADDRESS },
      { kind: 'POSTAL', address: { lines: ['1 Station Road'], territory: 'Gwent', country: 'GB' } },
    ],
  });
  await says(kept, 'recordConsent', 'ConsentRecorded');
  await says(old, 'withdrawConsent', 'ConsentWithdrawn');
  await givenHoldings(story.graph, place, kept, { purchases: 200, cases: 80, interactions: 3, contracts: 50 });
  await givenHoldings(story.graph, place, old, { purchases: 300, cases: 120, interactions: 3, contracts: 150 });
  await story.graph.quiet();
}, 240_000);
afterAll(() => story?.close());

const OLD_ADDRESS = 'annie@old.example';
const NO = { purpose: 'MARKETING', channel: 'EMAIL', status: 'WITHDRAWN' };
const OWN = { purchases: 200, cases: 80, interactions: 240, contracts: 50 };
const THEIRS = { purchases: 300, cases: 120, interactions: 360, contracts: 150 };
const BOTH = { purchases: 500, cases: 200, interactions: 600, contracts: 200 };

const register = async (input: object): Promise<string> => {
  const registered = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const { customer } = await must<{ customer: { id: string } }>(story.graph, lead, registered, {
    ...{ kind: 'PERSON', ...input },
  });
  return customer.id;
};
/** What a customer says to offers by e-mail. */
const says = (customerId: string, verb: string, done: string) =>
  must(story.graph, lead, [verb, done, '__typename'], {
    ...{ customerId, purpose: 'MARKETING', channel: 'EMAIL', evidence: { how: 'ONLINE', wordingVersion: '2026-1' } },
  });
const merge = (more: object = {}) =>
  mergeRecords(story.graph, lead, {
    ...{ survivorId: kept, mergedIds: [old], fields: [{ field: 'PREFERRED_LANGUAGE', fromId: old }], ...more },
  });
const revert = (mergeId: string) =>
  must<{ fields: object[] }>(
    story.graph,
    lead,
    ['revertMerge', 'CustomerMergeReverted', 'fields { field outcome after } merge { state }'],
    { mergeId, reason: 'Mother and daughter' },
  );
const counts = (id: string) => countsOf(story.graph, lead, id);
const named = (id: string) =>
  asked(
    story.graph,
    lead,
    `query ($id: ID!) { customer(id: $id) { id status givenName familyName preferredLanguage territory consents { purpose channel status } } node(id: $id) { id ... on Customer { givenName } } }`,
    { id },
  );

/** What differs though nothing was changed: what happened, how far others have read of it, who merged what, and what workers count for themselves. */
const LEDGERS = /^(event_log|feed_cursor|idempotency|migrations|customer_merge.*|customer_health|rollup_.*)$/;
const rowsOfAll = async () => {
  await story.graph.quiet();
  const services = Object.entries(story.graph.services);
  const digests = services.map(async ([name, { database }]) => [
    name,
    await digestOfRows(database.ownerUrl, { tables: LEDGERS, columns: ['version'] }),
  ]);
  return Object.fromEntries(await Promise.all(digests)) as Record<string, Record<string, string>>;
};

describe('a customer of whom there are two records, with 1,500 rows in three services', () => {
  it('is one by a merge that did exactly what it had predicted, and two again by its reversal, every row as before', async () => {
    expect(Object.values(BOTH).reduce((sum, count) => sum + count)).toBe(1500);
    expect([await counts(kept), await counts(old)]).toEqual([
      { id: kept, ...OWN },
      { id: old, ...THEIRS },
    ]);
    expect(await named(kept)).toMatchObject({ customer: { consents: [{ ...NO, status: 'GIVEN' }] } });
    const before = { rows: await rowsOfAll(), names: [await named(kept), await named(old)] };

    const predicted = await merge({ dryRun: true });
    expect(predicted).toMatchObject({
      __typename: 'CustomerMergePredicted',
      counts: [
        { kind: 'Consent', kept: 1, moved: 1, total: 2 },
        { kind: 'ContactPoint', kept: 0, moved: 2, total: 2 },
        { kind: 'ExternalIdentity', kept: 1, moved: 1, total: 2 },
        { kind: 'Purchase', kept: 200, moved: 300, total: 500 },
      ],
      survivor: { id: kept, displayName: 'Ann Archer', preferredLanguage: 'cy', territory: 'Gwent' },
      consents: [NO],
    });
    expect(await rowsOfAll()).toEqual(before.rows);

    const done = await merge();
    expect({ ...done.merge, survivor: done.survivor }).toEqual({
      ...{ id: done.merge.id, fields: predicted.fields, counts: predicted.counts, survivor: predicted.survivor },
    });
    await story.graph.quiet();
    expect([await counts(kept), await counts(old)]).toEqual(Array(2).fill({ id: kept, ...BOTH }));
    expect(await named(old)).toEqual({
      customer: {
        ...{ id: kept, status: 'ACTIVE', givenName: 'Ann', familyName: 'Archer', preferredLanguage: 'cy' },
        ...{ territory: 'Gwent', consents: predicted.consents },
      },
      node: { id: kept, givenName: 'Ann' },
    });

    expect((await revert(done.merge.id)).fields).toEqual([
      { field: 'PREFERRED_LANGUAGE', outcome: 'RESTORED', after: null },
    ]);
    expect({ rows: await rowsOfAll(), names: [await named(kept), await named(old)] }).toEqual(before);
    expect([await counts(kept), await counts(old)]).toEqual([
      { id: kept, ...OWN },
      { id: old, ...THEIRS },
    ]);
  });

  it('is the survivor when they write from the address of the other record, of something new or in answer to what was said before', async () => {
    const write = (subject: string, headers: Record<string, string> = {}) =>
      story.mail.arrive(
        message(
          { From: OLD_ADDRESS, Subject: subject, 'Message-ID': `<${subject.length}@old.example>`, ...headers },
          'Hello',
        ),
      );
    write('Before all that');
    const first = await story.caseAbout('Before all that');
    expect(first.customer?.id).toBe(old);
    const answer = await story.reply(first.id, { to: OLD_ADDRESS, text: 'We look into it.' });

    const { merge: merged } = await merge();
    await story.graph.quiet();
    write('Something new');
    expect((await story.caseAbout('Something new')).customer).toEqual({ id: kept, displayName: 'Ann Archer' });
    write('Re: Before all that', { 'In-Reply-To': answer.messageId });
    const continued = await story.caseAbout('Before all that', ({ emails }) => emails.nodes.length === 4);
    expect(continued).toMatchObject({ id: first.id, customer: { id: kept } });
    expect((await counts(kept)).cases).toBe(BOTH.cases + 2);

    await revert(merged.id);
    await story.graph.quiet();
    expect([(await counts(kept)).cases, (await counts(old)).cases]).toEqual([OWN.cases + 1, THEIRS.cases + 1]);
  });

  it('is not merged where one system knows two: it is named, with both ids, and nothing is done', async () => {
    const other = await register({ givenName: 'Ann', externalIdentity: { source: 'crm', id: 'C-2' } });
    const rows = await rowsOfAll();
    for (const dryRun of [true, false])
      expect(await merge({ mergedIds: [other, old], dryRun })).toMatchObject({
        ...{ __typename: 'ExternalIdsConflict', code: 'EXTERNAL_IDS_CONFLICT' },
        conflicts: [
          {
            source: 'crm',
            identities: [
              { externalId: 'C-1', customer: { id: kept } },
              { externalId: 'C-2', customer: { id: other } },
            ],
          },
        ],
      });
    expect(await rowsOfAll()).toEqual(rows);
  });
});
