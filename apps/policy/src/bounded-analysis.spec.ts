import { describe, expect, it } from '@jest/globals';
import { openAnalyses, type Analysed } from './bounded-analysis.ts';
import { modelNamed, withTable } from './decision-table/typed-table.ts';

/** A version of a table of as many rules, each of which tests as many columns. */
function versionOf(id: string, rules: number, columns: number): Analysed {
  const inputs = Array.from({ length: columns }, (_, column) => ({ name: `c${column}`, type: 'number' }));
  const rows = Array.from({ length: rules }, (_, row) => ({
    tests: inputs.map((_, column) => `[${row * 7 + column * 3}..${row * 11 + column * 5 + 100}]`),
    outputs: ['1'],
  }));
  const table = { hitPolicy: 'FIRST' as const, inputs, outputs: [{}], rules: rows };
  const model = withTable(modelNamed(id, 'urn:x'), id, table);
  if (!model) throw new Error('no model');
  return { id, version: 1, model, decision: id };
}

describe('the analysis of a version', () => {
  it('is made once, and kept for the versions asked for last', async () => {
    const analyse = openAnalyses({ kept: 2 });
    const [a, b, c] = ['a', 'b', 'c'].map((id) => versionOf(id, 2, 1));
    if (!a || !b || !c) throw new Error('no versions');
    const first = analyse(a);
    expect(analyse(a)).toBe(first);
    expect(await first).toMatchObject([{ table: 'a', gaps: [{}], isComplete: true }]);
    expect(analyse({ ...a, version: 2 })).not.toBe(first);
    await Promise.all([analyse(b), analyse(c)]);
    expect(analyse(a)).not.toBe(first);
  });

  it('is given up at the deadline without holding up this thread, and the next one is made all the same', async () => {
    const analyse = openAnalyses({ deadlineMs: 300 });
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    const [hard, easy] = await Promise.all([analyse(versionOf('hard', 500, 12)), analyse(versionOf('easy', 2, 1))]);
    clearInterval(turning);
    expect(hard).toEqual([
      { table: 'hard', gaps: [], overlaps: [], unreachable: [], hasDefault: false, undecided: [], isComplete: false },
    ]);
    expect(easy).toMatchObject([{ table: 'easy', isComplete: true }]);
    expect(turns).toBeGreaterThan(3);
  });
});
