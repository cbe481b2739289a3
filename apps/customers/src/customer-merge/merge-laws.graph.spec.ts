import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  change,
  givenCircumstance,
  givenContactPoint,
  givenCustomer,
  startWorld,
  type World,
} from '../../test/customers-world.ts';
import { rowsOf, merging, revert, standing } from '../../test/merges.ts';
import { givenPurchase } from '../../test/purchases.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const COUNT = 6;

/** Six customers with something of each kind, no two alike. */
async function givenFamily(): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < COUNT; i += 1) {
    const { id } = await givenCustomer(world, {
      ...{ givenName: i % 3 === 0 ? null : `Given ${i}`, familyName: `Family ${i}` },
      preferredLanguage: i % 2 === 0 ? 'cy' : null,
    });
    const address = { territory: `T${i}` };
    await givenContactPoint(world, id, { kind: 'POSTAL', address, validFrom: `2025-0${(i % 4) + 1}-01T00:00:00Z` });
    if (i % 2 === 0) await givenCircumstance(world, id, 'Older American');
    await givenPurchase(world, id);
    ids.push(id);
  }
  return ids;
}

/** Who stands for whom by the merges that hold, worked out anew from nothing each time. */
class Model {
  readonly held: { readonly mergeId: string; readonly survivorId: string; readonly mergedIds: readonly string[] }[] =
    [];

  rootOf(id: string): string {
    const next = this.held.find(({ mergedIds }) => mergedIds.includes(id));
    return next ? this.rootOf(next.survivorId) : id;
  }

  partition(ids: readonly string[]): Record<string, string> {
    return Object.fromEntries(ids.map((id) => [id, this.rootOf(id)]));
  }
}

/** Merges if it can be, and says what is expected of it. */
async function tryMerge(model: Model, survivorId: string, mergedIds: readonly string[], fromId: string) {
  const answer = await merging(world, survivorId, mergedIds, {
    fields: [{ field: 'GIVEN_NAME', fromId: [survivorId, ...mergedIds].includes(fromId) ? fromId : survivorId }],
  });
  const roots = mergedIds.map((id) => model.rootOf(id));
  const fits = mergedIds.every((id, i) => roots[i] === id && id !== model.rootOf(survivorId));
  expect(answer.__typename).toBe(fits ? 'CustomersMerged' : 'CannotMergeCustomers');
  const merge = answer['merge'] as { id: string } | undefined;
  if (merge) model.held.push({ mergeId: merge.id, survivorId: model.rootOf(survivorId), mergedIds });
}

const place = fc.nat({ max: COUNT - 1 });
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('merge' as const),
      one: place,
      others: fc.uniqueArray(place, { minLength: 1, maxLength: 3 }),
      from: place,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('revert' as const), one: fc.nat(20) }) },
);

describe('any tree of merges and reversals', () => {
  it('parts customers as the merges that hold say, and leaves every row as it was once all are taken back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), fc.boolean(), async (steps, backwards) => {
        const ids = await givenFamily();
        const before = await rowsOf(world);
        const model = new Model();
        for (const each of steps) {
          if (each.what === 'merge')
            await tryMerge(
              model,
              ids[each.one] ?? '',
              each.others.map((i) => ids[i] ?? ''),
              ids[each.from] ?? '',
            );
          else if (model.held.length > 0) {
            const [gone] = model.held.splice(each.one % model.held.length, 1);
            expect((await revert(world, gone?.mergeId ?? '')).__typename).toBe('CustomerMergeReverted');
          }
          expect(await standing(world, ids)).toEqual(model.partition(ids));
        }
        while (model.held.length > 0) {
          const gone = backwards ? model.held.pop() : model.held.shift();
          expect((await revert(world, gone?.mergeId ?? '')).__typename).toBe('CustomerMergeReverted');
          expect(await standing(world, ids)).toEqual(model.partition(ids));
        }
        expect(await rowsOf(world)).toEqual(before);
      }),
      { numRuns: 12 },
    );
  });

  it('that many work on at once has one end for everybody, and no merge is done by halves', async () => {
    const ids = await givenFamily();
    const before = await rowsOf(world);
    const pairs = ids.flatMap((one, i) => ids.filter((_, j) => j !== i).map((other) => [one, other] as const));
    const answers = await Promise.all(pairs.map(([one, other]) => merging(world, one, [other])));
    const merges = answers.flatMap(({ merge }) => (merge ? [(merge as { id: string }).id] : []));
    expect(merges).toHaveLength(COUNT - 1);
    const roots = await standing(world, ids);
    expect(new Set(Object.values(roots)).size).toBe(1);
    const edits = ids.map((customerId) => change(world, 'changeCustomer', { customerId, familyName: 'One' }));
    const undone = await Promise.all([...merges.map((id) => revert(world, id)), ...edits]);
    expect(undone.map(({ __typename }) => __typename).sort()).toEqual([
      ...ids.map(() => 'CustomerChanged'),
      ...merges.map(() => 'CustomerMergeReverted'),
    ]);
    expect(Object.values(await standing(world, ids)).sort()).toEqual(ids.toSorted());
    const { customers: _changed, ...others } = await rowsOf(world);
    const { customers: _before, ...known } = before;
    expect(others).toEqual(known);
  });
});
