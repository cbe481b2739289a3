import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startWorld, type World } from '../../test/cases-world.ts';
import {
  givenCases,
  hear,
  merge,
  minutes,
  relate,
  resolve,
  unmerge,
  wholes,
  type SeenMerge,
} from '../../test/merge-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const mergeIn = (result: SeenMerge): string[] => (result.merge ? [result.merge.id] : []);

describe('any tree of merges', () => {
  it('has one end for every case and no ring, and when all is undone everything reads as before', async () => {
    const place = fc.nat({ max: 5 });
    const step = fc.oneof(
      fc.record({ what: fc.constant('merge' as const), one: place, other: place }),
      fc.record({ what: fc.constant('undo' as const), one: place, other: place }),
      fc.record({ what: fc.constant('resolve' as const), one: place, other: place }),
    );
    const steps = fc.array(step, { minLength: 3, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.tuple(place, place), { maxLength: 4 }), async (taken, linked) => {
        const ids = await givenCases(world, 6);
        for (const id of ids) await hear(world, id, minutes(7));
        for (const { one } of taken.filter(({ what }) => what === 'resolve')) await resolve(world, ids[one]!);
        for (const [from, to] of linked) await relate(world, ids[from]!, ids[to]!);
        const read = async () => JSON.stringify(await wholes(world, ids));
        const before = await read();
        const held: string[] = [];
        for (const { what, one, other } of taken) {
          if (what === 'merge') held.push(...mergeIn(await merge(world, ids[one]!, [ids[other]!])));
          if (what === 'undo' && held.length > 0) await unmerge(world, held.splice(one % held.length, 1)[0]!);
          const seen = await wholes(world, ids);
          for (const each of seen) {
            const end = seen.find(({ id }) => id === (each.survivor?.id ?? each.id));
            expect(end?.survivor).toBeNull();
            expect((each.survivor === null) === (each.status !== 'MERGED')).toBe(true);
          }
          const ends = seen.filter(({ survivor }) => survivor === null);
          expect(ends.flatMap(({ interactions }) => interactions.nodes).length).toBe(6);
        }
        // In any order: each merge is undone on its own.
        for (const id of held.toSorted()) expect((await unmerge(world, id)).__typename).toBe('CaseMergeUndone');
        expect(await read()).toBe(before);
      }),
      { numRuns: 15 },
    );
  });
});
