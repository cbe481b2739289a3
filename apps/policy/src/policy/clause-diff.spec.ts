import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffClauses } from './clause-diff.ts';
import { problemsOfClauses, reword, type Clause } from './clause.ts';
import { longestGrowing } from './list-diff.ts';

const clause = (anchor: string, text = anchor): Clause => ({
  id: `cls_${anchor}_${text}`,
  policyVersionId: 'polv_a',
  anchor,
  heading: null,
  text,
});
const clauses = fc
  .uniqueArray(fc.record({ anchor: fc.integer({ min: 1, max: 12 }), text: fc.constantFrom('old', 'new') }), {
    selector: ({ anchor }) => anchor,
    maxLength: 12,
  })
  .map((all) => all.map(({ anchor, text }) => clause(String(anchor), text)));

const anchorsOf = (changes: ReturnType<typeof diffClauses>, kind: string) =>
  changes.filter((each) => each.kind === kind).map(({ anchor }) => anchor);

/** What the changes make of the first version; those that did not move keep their order among each other. */
function apply(from: readonly Clause[], changes: ReturnType<typeof diffClauses>): Clause[] {
  const placed = new Map<number, Clause>();
  const gone = new Set([...anchorsOf(changes, 'REMOVED'), ...anchorsOf(changes, 'MOVED')]);
  const rewritten = new Map(changes.flatMap((each) => (each.after ? [[each.anchor, each.after] as const] : [])));
  for (const { kind, after, positionAfter } of changes)
    if (after && positionAfter !== null && kind !== 'CHANGED') placed.set(positionAfter, after);
  const staying = from.filter(({ anchor }) => !gone.has(anchor)).map((each) => rewritten.get(each.anchor) ?? each);
  const length = placed.size + staying.length;
  return Array.from({ length }, (_, index) => placed.get(index + 1) ?? (staying.shift() as Clause));
}

describe('the difference between two versions', () => {
  it('turns the one into the other, also where clauses were changed, moved, added and removed at once', () => {
    fc.assert(
      fc.property(clauses, clauses, (from, to) => {
        const made = apply(from, diffClauses(from, to));
        expect(made.map(({ anchor, text }) => [anchor, text])).toEqual(to.map(({ anchor, text }) => [anchor, text]));
      }),
    );
  });

  it('is nothing between a version and itself, and the other way round it mirrors', () => {
    fc.assert(
      fc.property(clauses, clauses, (from, to) => {
        expect(diffClauses(from, from)).toEqual([]);
        const [there, back] = [diffClauses(from, to), diffClauses(to, from)];
        expect(anchorsOf(there, 'ADDED').sort()).toEqual(anchorsOf(back, 'REMOVED').sort());
        expect(anchorsOf(there, 'CHANGED').sort()).toEqual(anchorsOf(back, 'CHANGED').sort());
        expect(anchorsOf(there, 'MOVED')).toHaveLength(anchorsOf(back, 'MOVED').length);
      }),
    );
  });

  it('names one clause when one was moved, wherever to', () => {
    const order = ['1', '2', '3', '4', '5', '6', '7'];
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), (from, to) => {
        fc.pre(Math.abs(from - to) > 1);
        const moved = order.filter((_, index) => index !== from);
        moved.splice(to, 0, order[from] ?? '');
        const changes = diffClauses(
          order.map((each) => clause(each)),
          moved.map((each) => clause(each)),
        );
        expect(changes).toHaveLength(1);
        expect(changes[0]).toMatchObject({
          kind: 'MOVED',
          anchor: order[from],
          positionBefore: from + 1,
          positionAfter: to + 1,
        });
      }),
    );
  });

  it('finds a longest run that grows', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(40), { maxLength: 9 }), (numbers) => {
        const runs = [...Array(2 ** numbers.length).keys()].map((bits) => numbers.filter((_, i) => bits & (1 << i)));
        const growing = runs.filter((run) => run.every((each, i) => i === 0 || each > (run[i - 1] ?? 0)));
        const found = numbers.filter((_, place) => longestGrowing(numbers).has(place));
        expect(found).toHaveLength(Math.max(...growing.map((run) => run.length)));
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the clauses of a draft', () => {
  it('keep their ids where they say what they said, and are others where they do not', () => {
    let made = 0;
    const newId = () => `cls_new_${(made += 1)}`;
    const before = [clause('1'), clause('2')];
    const after = reword(
      before,
      [
        { anchor: '2', text: ' 2 ' },
        { anchor: '1', text: 'other' },
      ],
      'polv_a',
      newId,
    );
    expect(after).toEqual([before[1], { ...clause('1', 'other'), id: 'cls_new_1' }]);
  });

  it('have each an anchor of their own, and a text', () => {
    const given = [
      { anchor: 'a.1', text: 'x' },
      { anchor: 'a.1', text: ' ' },
      { anchor: 'Über', heading: 'h'.repeat(201), text: 'x'.repeat(20_001) },
    ];
    expect(problemsOfClauses(given).map(({ path }) => path)).toEqual([
      'clauses[1].text',
      'clauses[1].anchor',
      'clauses[2].anchor',
      'clauses[2].heading',
      'clauses[2].text',
    ]);
  });
});
