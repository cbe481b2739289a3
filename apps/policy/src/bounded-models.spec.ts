import { describe, expect, it } from '@jest/globals';
import { openModels, type Version } from './bounded-models.ts';
import { MAX_CELLS, MAX_RULES } from './decision-table/model-limits.ts';
import { modelNamed, withTable } from './decision-table/typed-table.ts';

/** A version of a table of as many rules, each of which tests as many columns. */
function versionOf(id: string, rules: number, columns: number): Version {
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

/** A model of as many expressions, each a name of many words, which FEEL's parser tries to end after each of them. */
function costlyModel(expressions: number) {
  const { model } = versionOf('costly', 0, 0);
  const [decision] = model.decisions;
  if (!decision) throw new Error('no decision');
  const items = Array.from({ length: expressions }, () => ({
    kind: 'literal' as const,
    text: 'a b c d e f '.repeat(300),
  }));
  return { ...model, decisions: [{ ...decision, logic: { kind: 'list' as const, items } }] };
}

describe('the analysis of a version', () => {
  it('is made once, and kept for the versions asked for last', async () => {
    const { analysisOf } = openModels({ kept: 2 });
    const [a, b, c] = ['a', 'b', 'c'].map((id) => versionOf(id, 2, 1));
    if (!a || !b || !c) throw new Error('no versions');
    const first = analysisOf(a);
    expect(analysisOf(a)).toBe(first);
    expect(await first).toMatchObject([{ table: 'a', gaps: [{}], isComplete: true }]);
    expect(analysisOf({ ...a, version: 2 })).not.toBe(first);
    await Promise.all([analysisOf(b), analysisOf(c)]);
    expect(analysisOf(a)).not.toBe(first);
  });

  it('is given up at the deadline without holding up this thread, and the next one is made all the same', async () => {
    const { analysisOf, problemsOf, dmnOf } = openModels({ deadlineMs: 1_500 });
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    turning.unref();
    const [hard, easy] = await Promise.all([
      analysisOf(versionOf('hard', 500, 12)),
      analysisOf(versionOf('easy', 2, 1)),
    ]);
    expect(await problemsOf(costlyModel(65), 'table')).toMatchObject([
      { path: 'table', message: expect.stringMatching(/^takes too long/) },
    ]);
    expect(await dmnOf(versionOf('written', 1, 1))).toContain('<dmn:inputData');
    clearInterval(turning);
    expect(hard).toEqual([
      { table: 'hard', gaps: [], overlaps: [], unreachable: [], hasDefault: false, undecided: [], isComplete: false },
    ]);
    expect(easy).toMatchObject([{ table: 'easy', isComplete: true }]);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('a model that is to be a draft', () => {
  it('is refused when compiling it would hold up the decisions of others, though it is compiled before the deadline', async () => {
    const { problemsOf } = openModels({ deadlineMs: 120_000 });
    expect(await problemsOf(costlyModel(65), 'table')).toEqual([
      { path: 'table', message: 'is too much work to compile; write simpler expressions, or fewer' },
    ]);
  }, 150_000);

  it('may have as many rules and cells as are kept', async () => {
    const { problemsOf } = openModels({ deadlineMs: 120_000 });
    expect(await problemsOf(versionOf('largest', MAX_RULES, MAX_CELLS / MAX_RULES - 1).model, 'table')).toEqual([]);
  }, 150_000);
});
