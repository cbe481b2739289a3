import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { saveRoots } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';
import { givenIncident, tellIncident } from '../../test/incident-stories.ts';
import { boughtLine, customersTell, familyTold, purchase } from '../../test/purchase-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.service.database.manager.query('DELETE FROM customer_aliases'));
afterAll(() => world?.close());

/** Customers stand for others from now on: `[merged, survivor]` each. */
const stands = (...pairs: readonly (readonly [string, string])[]) =>
  saveRoots(
    world.service.database.manager,
    pairs.map(([customerId, survivorId]) => ({ customerId, survivorId })),
  );
const someone = () => someId('cust');
const twoOfOne = async () => {
  const [old, now] = [someone(), someone()];
  return {
    old,
    now,
    theirs: (await givenCase(world, { customerId: old })).id,
    own: (await givenCase(world, { customerId: now })).id,
  };
};
interface Listed {
  readonly cases: { readonly nodes: { readonly id: string }[]; readonly totalCount: number };
  readonly openCaseCount: number;
}
const listsOf = async (...ids: string[]) =>
  (
    await ask<{ _entities: Listed[] }>(
      world,
      `query ($any: [_Any!]!) { _entities(representations: $any) { ... on Customer { cases(first: 100) { nodes { id } totalCount } openCaseCount } } }`,
      { any: ids.map((id) => ({ __typename: 'Customer', id })) },
    )
  )._entities;
interface Paged {
  readonly cases: {
    readonly nodes: { readonly id: string }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}
const idsOf = ({ cases }: Listed) => cases.nodes.map(({ id }) => id).toSorted();

describe('the cases of a customer who was merged', () => {
  it('are on the list of whoever stands for them, and name that one; undone, all is as it was', async () => {
    const { old, now, theirs, own } = await twoOfOne();
    const before = await listsOf(old, now);
    await stands([old, now]);
    const [ofOld, ofNow] = await listsOf(old, now);
    for (const list of [ofOld, ofNow]) {
      expect(list && idsOf(list)).toEqual([theirs, own].toSorted());
      expect(list).toMatchObject({ openCaseCount: 2, cases: { totalCount: 2 } });
    }
    const { case: seen } = await ask<{ case: { customer: { id: string } } }>(
      world,
      `query ($id: ID!) { case(id: $id) { customer { id } } }`,
      { id: theirs },
    );
    expect(seen.customer.id).toBe(now);
    await stands([old, old]);
    expect(await listsOf(old, now)).toEqual(before);
  });

  it('bring their contacts with them, latest first, as far as the caller may see the cases', async () => {
    const { old, now, theirs, own } = await twoOfOne();
    const site = someId('site');
    const here = (await givenCase(world, { customerId: now, siteId: site })).id;
    const say = async (caseId: string, day: number) => {
      const input = {
        caseId,
        channel: 'LETTER',
        direction: 'INBOUND',
        body: 'Hello',
        occurredAt: `2026-02-0${day}T08:00:00Z`,
      };
      const { logInteraction } = await ask<{ logInteraction: { interaction: { id: string } } }>(
        world,
        `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { ... on InteractionLogged { interaction { id } } } }`,
        { input },
      );
      return logInteraction.interaction.id;
    };
    const [first, second, third] = [await say(own, 1), await say(theirs, 2), await say(here, 3)];
    const correction = `mutation ($input: CorrectInteractionInput!) { correctInteraction(input: $input) { ... on InteractionCorrected { interaction { id } } } }`;
    const { correctInteraction } = await ask<{ correctInteraction: { interaction: { id: string } } }>(
      world,
      correction,
      {
        input: { interactionId: second, reason: 'Misheard', body: 'Hallo' },
      },
    );
    const corrected = correctInteraction.interaction.id;
    const heard = async (ids: string[], args: string, actor = caller('MANAGER', { reach: 'ALL' })) => {
      const query = `query ($any: [_Any!]!) { _entities(representations: $any) { ... on Customer { interactions${args} { nodes { id } totalCount } } } }`;
      type Heard = { _entities: { interactions: { nodes: { id: string }[]; totalCount: number } }[] };
      const any = ids.map((id) => ({ __typename: 'Customer', id }));
      const { _entities } = await ask<Heard>(world, query, { any }, actor);
      return _entities.map(({ interactions: { nodes, totalCount } }) => [totalCount, ...nodes.map(({ id }) => id)]);
    };
    expect(await heard([old, now], '')).toEqual([
      [1, corrected],
      [2, third, first],
    ]);
    await stands([old, now]);
    expect(await heard([old, now], '(first: 2)')).toEqual(Array(2).fill([3, third, corrected]));
    const all = [third, ...[corrected, second].toSorted().toReversed(), first];
    expect(await heard([now], '(includeSuperseded: true)')).toEqual([[4, ...all]]);
    expect(await heard([now], '', caller('MANAGER', { reach: 'SITE', siteId: site }))).toEqual([[1, third]]);
    const themselves = caller('CUSTOMER', { customerId: old });
    expect(await heard([now], '(includeSuperseded: true)', themselves)).toEqual([[3, third, corrected, first]]);
    expect(await heard([now], '', caller('CUSTOMER', { customerId: someone() }))).toEqual([[0]]);
    const cost = async (count: number) => {
      world.statements();
      await heard(Array.from({ length: count }, someone), '(first: 5)');
      return world.statements().length;
    };
    expect(await cost(20)).toBe(await cost(2));
  });

  it('are found by either id, also within a negation', async () => {
    const { old, now, theirs, own } = await twoOfOne();
    await stands([old, now]);
    const found = async (where: object) =>
      (
        await ask<{ cases: { nodes: { id: string }[] } }>(
          world,
          `query ($where: CaseFilter) { cases(first: 100, where: $where) { nodes { id } } }`,
          { where },
        )
      ).cases.nodes.map(({ id }) => id);
    const both = [theirs, own].toSorted();
    for (const customer of [{ eq: old }, { eq: now }, { in: [old] }, { in: [now, someone()] }])
      expect((await found({ customer })).toSorted()).toEqual(both);
    expect(await found({ and: [{ customer: { in: [old, now] } }, { not: { customer: { eq: old } } }] })).toEqual([]);
  });

  it('are seen by the customer under either id, and by nobody else', async () => {
    const { old, now, theirs } = await twoOfOne();
    await stands([old, now]);
    const sees = async (customerId: string) => {
      const query = `query ($id: ID!) { case(id: $id) { id } }`;
      const { data } = await world.service.execute({
        ...{ query, variables: { id: theirs }, actor: caller('CUSTOMER', { customerId }) },
      });
      return data?.['case'];
    };
    expect([await sees(old), await sees(now), await sees(someone())]).toEqual([{ id: theirs }, { id: theirs }, null]);
  });

  it('can be merged with those of whoever stands for them, and not before', async () => {
    const { old, now, theirs, own } = await twoOfOne();
    const merge = async () =>
      (
        await ask<{ mergeCases: { __typename: string } }>(
          world,
          `mutation ($input: MergeCasesInput!) { mergeCases(input: $input) { __typename } }`,
          { input: { survivorId: own, mergedIds: [theirs], reason: 'The same' } },
        )
      ).mergeCases.__typename;
    expect(await merge()).toBe('CannotMerge');
    await stands([old, now]);
    expect(await merge()).toBe('CasesMerged');
  });

  it('can be returns of what was bought under the other id', async () => {
    const { old, now, own } = await twoOfOne();
    const [purchaseId, line] = [someId('pur'), boughtLine()];
    await customersTell(world.service.database, {
      [purchaseId]: purchase({ customerId: old, orderNumber: purchaseId, lines: [line] }),
    });
    const request = async () =>
      (
        await ask<{ requestReturn: { __typename: string } }>(
          world,
          `mutation ($input: RequestReturnInput!) { requestReturn(input: $input) { __typename } }`,
          {
            input: {
              ...{ caseId: own, purchaseId, wish: 'REFUND', proof: 'RECEIPT' },
              lines: [{ purchaseLineId: line.id, quantity: 1, condition: 'UNOPENED', faulty: true }],
            },
          },
        )
      ).requestReturn.__typename;
    expect(await request()).toBe('NotFound');
    await stands([old, now]);
    expect(await request()).not.toBe('NotFound');
  });

  it('count as one customer of an incident, whichever id is named', async () => {
    const [old, now, other] = [someone(), someone(), someone()];
    await stands([old, now]);
    const { id: incidentId } = await givenIncident(world);
    await tellIncident(world, 'declareIncident', { incidentId });
    const link = (...customerIds: string[]) =>
      tellIncident(world, 'linkAffectedCustomers', { incidentId, channel: 'EMAIL', customerIds });
    expect(await link(old, now, other)).toMatchObject({ added: 2, known: 0, duplicates: 1 });
    expect(await link(old)).toMatchObject({ added: 0, known: 1, duplicates: 0 });
    await stands([other, now]);
    expect(await link(other)).toMatchObject({ added: 0, known: 1, duplicates: 0 });
  });

  it('are theirs however often the merge is told, also those that come for the old id after it', async () => {
    const { old, now, theirs, own } = await twoOfOne();
    await familyTold(world.service.database, { customerId: old, survivorId: now }, 2);
    const late = await givenCase(world, { customerId: old });
    for (const list of await listsOf(old, now)) expect(idsOf(list)).toEqual([theirs, own, late.id].toSorted());
    await familyTold(world.service.database, { customerId: old, survivorId: old });
    await familyTold(world.service.database, { customerId: old, survivorId: old });
    expect((await listsOf(old, now)).map(idsOf)).toEqual([[theirs, late.id].toSorted(), [own]]);
  });

  it('carry the warnings about them, and the incidents they were in, under whoever stands for them', async () => {
    const { old, now, theirs } = await twoOfOne();
    const raising = `mutation ($input: RaiseConcernInput!) { raiseConcern(input: $input) { __typename ... on ConcernRaised { warning { id } } } }`;
    const input = { idempotencyKey: someone(), caseId: theirs, kind: 'THREAT', description: 'Shouted at staff' };
    await ask(world, raising, { input: { ...input, reviewBy: '2026-04-01T00:00:00.000Z' } });
    const warned = async (id: string) => {
      const query = `query ($any: [_Any!]!) { _entities(representations: $any) { ... on Customer { conductWarnings { nodes { customer { id } } } } } }`;
      type Warned = { _entities: { conductWarnings: { nodes: { customer: { id: string } }[] } }[] };
      const { _entities } = await ask<Warned>(world, query, { any: [{ __typename: 'Customer', id }] });
      return _entities.flatMap(({ conductWarnings }) => conductWarnings.nodes.map(({ customer }) => customer.id));
    };
    expect([await warned(old), await warned(now)]).toEqual([[old], []]);
    await stands([old, now]);
    expect([await warned(old), await warned(now)]).toEqual([[now], [now]]);
  });

  it('are for any family those of its members together, in order, page by page', async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const customerId = someone();
        for (const day of [1, 2, 3]) await givenCase(world, { customerId, openedAt: `2026-01-0${day}T00:00:00Z` });
        return customerId;
      }),
    );
    const rows = await world.service.database.manager.query<{ id: string; customer_id: string }[]>(
      `SELECT id, customer_id FROM cases WHERE customer_id = ANY ($1) ORDER BY opened_at DESC, id DESC`,
      [ids],
    );
    const pages = async (customerId: string) => {
      const seen: string[] = [];
      let after: string | null = null;
      for (;;) {
        const answer: { _entities: Paged[] } = await ask(
          world,
          `query ($any: [_Any!]!, $after: String) { _entities(representations: $any) { ... on Customer {
            cases(first: 4, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } } } }`,
          { any: [{ __typename: 'Customer', id: customerId }], after },
        );
        const page = answer._entities[0]?.cases;
        seen.push(...(page?.nodes.map(({ id }) => id) ?? []));
        if (!page?.pageInfo.hasNextPage) return seen;
        after = page.pageInfo.endCursor;
      }
    };
    const place = fc.nat(ids.length - 1);
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 5, maxLength: 5 }), async (roots) => {
        // A root stands for itself; whoever points at somebody who does not is alone.
        const rootOf = (i: number) => (roots[roots[i] ?? i] === roots[i] ? (roots[i] ?? i) : i);
        await stands(...ids.map((id, i) => [id, ids[rootOf(i)] ?? id] as const));
        const who = roots[0] ?? 0;
        const family = new Set(ids.filter((_, i) => rootOf(i) === rootOf(who)));
        const expected = rows.filter((row) => family.has(row.customer_id)).map(({ id }) => id);
        expect(await pages(ids[who] ?? '')).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
