import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saveRoots, type Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  ask,
  change,
  clock,
  givenCircumstance,
  givenContactPoint,
  givenCustomer,
  lead,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';
import { givenPurchase } from '../../test/purchases.ts';
import { fold, spellings, wordsOf } from './words.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Hit {
  readonly customer: { readonly id: string };
  readonly score: number;
  readonly matches: readonly { field: string; manner: string; value: string; ended: boolean; merged: boolean }[];
}

const SEARCH = `query ($text: String!, $first: Int) {
  searchCustomers(text: $text, first: $first) {
    hasMore hits { customer { id } score matches { field manner value score ended merged } }
  }
}`;

const searched = async (text: string, actor: Actor = lead, first = 25) =>
  (await ask<{ searchCustomers: { hits: Hit[]; hasMore: boolean } }>(world, SEARCH, { text, first }, actor))
    .searchCustomers;

/** Whom a text finds: the ids with the best reason each, the best first. */
const found = async (text: string, actor?: Actor) =>
  (await searched(text, actor)).hits.map(({ customer, matches: [best] }) => [customer.id, best?.field, best?.manner]);

describe('a name', () => {
  it('is found whole, by its beginnings, in any order, without its accents and case', async () => {
    const { id } = await givenCustomer(world, { givenName: 'Siân', familyName: 'Øvergård-O’Neill' });
    for (const text of ['Siân Øvergård', 'sian overgard', 'OVERGARD Sian', "o'neill", 'overg', 'si ov'])
      expect([text, (await found(text))[0]?.slice(0, 2)]).toEqual([text, [id, 'NAME']]);
  });

  it.each([
    ['a letter lost', 'Wlhelmina Brockenhurst'],
    ['a letter too many', 'Wilhelmina Brockenhhurst'],
    ['another letter', 'Wilhelmima Brockenhurst'],
    ['two letters swapped', 'Wilhelmina Brockenhusrt'],
    ['an error in each word', 'Wihelmina Brokenhurst'],
    ['what it sounds like', 'Vilhelmeena Brockenhurst'],
    ['one word that is not on record', 'Wilhelmina Jane Brockenhurst'],
  ])('is found with %s', async (_, text) => {
    const [one] = await found('Wilhelmina Brockenhurst');
    const id = one?.[0] ?? (await givenCustomer(world, { givenName: 'Wilhelmina', familyName: 'Brockenhurst' })).id;
    expect((await found(text))[0]?.slice(0, 2)).toEqual([id, 'NAME']);
  });

  it('that is right comes before one that is nearly right, and says so', async () => {
    const right = await givenCustomer(world, { givenName: 'Tegwen', familyName: 'Pritchard' });
    const near = await givenCustomer(world, { givenName: 'Tegwyn', familyName: 'Pritchard' });
    const { hits } = await searched('Tegwen Pritchard');
    expect(hits.map(({ customer }) => customer.id)).toEqual([right.id, near.id]);
    expect(hits[0]).toMatchObject({
      score: 1,
      matches: [{ field: 'NAME', manner: 'EXACT', value: 'Tegwen Pritchard' }],
    });
    expect(hits[1]?.matches[0]).toMatchObject({ manner: 'ALIKE', value: 'Tegwyn Pritchard' });
    expect(hits[1]?.score).toBeLessThan(1);
  });

  it('that was changed is found as it is now, not as it was', async () => {
    const { id } = await givenCustomer(world, { givenName: 'Anghared', familyName: 'Cadwallader' });
    await change(world, 'changeCustomer', { customerId: id, givenName: 'Bronwen', familyName: 'Llewellyn' });
    expect(await found('Anghared Cadwallader')).toEqual([]);
    expect((await found('bronwen llewellyn'))[0]?.[0]).toBe(id);
  });

  it('of two letters finds whoever has a name that begins so', async () => {
    const { id } = await givenCustomer(world, { givenName: 'Xq', familyName: 'Zywiec' });
    expect(await found('zy')).toEqual([[id, 'NAME', 'BEGINNING']]);
  });
});

describe('a way to reach somebody', () => {
  it('finds them: an e-mail address, its beginning or nearly it, the last digits of a telephone number, a postcode, a street', async () => {
    const { id } = await givenCustomer(world, { givenName: 'Ruth', familyName: 'Kwarteng' });
    await givenContactPoint(world, id, { kind: 'EMAIL', value: 'R.Kwarteng77@Example.org' });
    await givenContactPoint(world, id, { kind: 'PHONE', value: '+44 29 2018 7788' });
    await givenContactPoint(world, id, { kind: 'SOCIAL', value: '@ruthless_k' });
    const address = { lines: ['14 Quillfeather Row'], locality: 'Ripon', postcode: 'HG4 9ZX', country: 'GB' };
    await givenContactPoint(world, id, { kind: 'POSTAL', address });
    for (const [text, field, manner] of [
      ['r.kwarteng77@example.org', 'EMAIL', 'EXACT'],
      ['r.kwarteng77@', 'EMAIL', 'BEGINNING'],
      ['r.kwartegn77@exampel.org', 'EMAIL', 'ALIKE'],
      ['7788', 'PHONE', 'ENDING'],
      ['029 2018 7788', 'PHONE', 'ENDING'],
      ['+44 (29) 2018-7788', 'PHONE', 'EXACT'],
      ['@ruthless_k', 'SOCIAL', 'EXACT'],
      ['hg49zx', 'POSTAL', 'BEGINNING'],
      ['HG4 9ZX', 'POSTAL', 'BEGINNING'],
      ['quilfeather row', 'POSTAL', 'ALIKE'],
    ])
      expect([text, await found(text ?? '')]).toEqual([text, [[id, field, manner]]]);
  });

  it('that is out of use still finds them, lower, and says so', async () => {
    const before = await givenCustomer(world, { givenName: 'Before', familyName: 'Move' });
    const now = await givenCustomer(world, { givenName: 'After', familyName: 'Move' });
    const email = { kind: 'EMAIL', value: 'office@moved.example' };
    const contactPointId = await givenContactPoint(world, before.id, email);
    await givenContactPoint(world, now.id, email);
    await change(world, 'removeContactPoint', { contactPointId, validTo: clock().toISOString() });
    const { hits } = await searched('office@moved.example');
    expect(hits.map(({ customer, score, matches }) => [customer.id, score, matches[0]?.ended])).toEqual([
      [now.id, 1, false],
      [before.id, 0.6, true],
    ]);
  });
});

describe('an id or a reference', () => {
  it('finds the customer it belongs to', async () => {
    const { id } = await givenCustomer(world, { externalIdentity: { source: 'crm', id: 'KX-99001' } });
    const purchase = await givenPurchase(world, id, { orderNumber: 'ORD-55512' });
    expect(await found(id.toUpperCase())).toEqual([[id, 'CUSTOMER_ID', 'EXACT']]);
    expect(await found(purchase.id)).toEqual([[id, 'REFERENCE', 'EXACT']]);
    expect(await found('kx-99001')).toEqual([[id, 'EXTERNAL_ID', 'EXACT']]);
    expect(await found('KX-9')).toEqual([[id, 'EXTERNAL_ID', 'BEGINNING']]);
    expect(await found('ord-55512')).toEqual([[id, 'ORDER_NUMBER', 'EXACT']]);
    expect(await found('%_9')).toEqual([]);
  });
});

describe('a customer who was merged', () => {
  it('leads to the one who stands for them, by everything on their own record', async () => {
    const survivor = await givenCustomer(world, { givenName: 'Survivor', familyName: 'Stays' });
    const gone = await givenCustomer(world, { givenName: 'Ffion', familyName: 'Vanished' });
    await givenContactPoint(world, gone.id, { kind: 'EMAIL', value: 'ffion@vanished.example' });
    await saveRoots(world.service.database.manager, [{ customerId: gone.id, survivorId: survivor.id }]);
    for (const text of ['ffion vanished', 'ffion@vanished.example', gone.id]) {
      const { hits } = await searched(text);
      expect(hits.map(({ customer, matches }) => [customer.id, matches[0]?.merged])).toEqual([[survivor.id, true]]);
    }
  });
});

describe('a customer who was erased', () => {
  it('is not found, by their id as little as by what stands where their name was', async () => {
    const { id } = await givenCustomer(world, { givenName: '[erased]', familyName: '[erased]' });
    expect((await found('erased'))[0]?.[0]).toBe(id);
    await world.service.database.manager.query(`UPDATE customers SET status = 'ERASED' WHERE id = $1`, [id]);
    expect([await found('erased'), await found(id)]).toEqual([[], []]);
  });
});

describe('who asks', () => {
  it('finds only themself as a customer, and everybody as staff', async () => {
    const one = await givenCustomer(world, { givenName: 'Eluned', familyName: 'Yorath' });
    const other = await givenCustomer(world, { givenName: 'Eluned', familyName: 'Yorath' });
    const self = caller('CUSTOMER', { customerId: one.id });
    expect((await searched('Eluned Yorath', self)).hits.map(({ customer }) => customer.id)).toEqual([one.id]);
    expect((await searched(other.id, self)).hits).toEqual([]);
    expect((await searched('Eluned Yorath', caller('CUSTOMER'))).hits).toEqual([]);
    expect((await searched('Eluned Yorath', caller('AGENT'))).hits).toHaveLength(2);
  });

  it('never finds anybody by a circumstance', async () => {
    const { id } = await givenCustomer(world, { givenName: 'Ivor', familyName: 'Engine' });
    await givenCircumstance(world, id, 'Recently bereaved');
    expect(await found('Recently bereaved')).toEqual([]);
  });

  it('without the scope, or for next to nothing, is refused', async () => {
    const blank = await tryToAsk(world, SEARCH, { text: 'gwen' }, caller('AGENT', { scopes: [] }));
    expect(blank).toMatchObject({ data: { searchCustomers: null }, codes: ['FORBIDDEN'] });
    for (const text of [' a ', 'x'.repeat(201)])
      expect((await tryToAsk(world, SEARCH, { text }, lead)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await tryToAsk(world, SEARCH, { text: 'gwen', first: 101 }, lead)).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('the database', () => {
  it('takes words and their spellings for the same as the service does', async () => {
    const texts = [
      "Siân O'Brien-Smith",
      'ØVERGÅRD Łukasz',
      'Straße æøå',
      'Δημήτρης 3rd',
      'José  María',
      'Юлия',
      '李 小龍',
    ];
    const rows = await world.service.database.manager.query<{ folded: string; words: string[] }[]>(
      `SELECT fold_text(text) AS folded, words_of(text) AS words FROM unnest($1::text[]) WITH ORDINALITY AS t (text, n) ORDER BY n`,
      [texts],
    );
    expect(rows).toEqual(texts.map((text) => ({ folded: fold(text), words: wordsOf(text) })));
    const [keys] = await world.service.database.manager.query<{ keys: string[] }[]>(
      `SELECT spelling_keys('gwen') AS keys`,
    );
    expect(keys?.keys).toEqual(spellings('gwen').map((spelling) => `~${spelling}`));
  });
});
