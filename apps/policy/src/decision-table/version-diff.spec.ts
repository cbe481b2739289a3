import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DecisionModel, Logic } from '../dmn/model.ts';
import { nestsDeeper, tablesNeededBy, tablesOf } from './model-tables.ts';
import { EMPTY_TABLE, modelNamed, withTable } from './typed-table.ts';
import { diffVersions } from './version-diff.ts';

const rows = (ids: readonly string[], output: string): DecisionModel => {
  const rules = ids.map((id) => ({ id, tests: [], outputs: [output], clause: '1' }));
  const model = withTable(modelNamed('T', 'urn:x'), 'T', { ...EMPTY_TABLE, rules });
  if (!model) throw new Error('no model');
  return model;
};
const diff = (from: DecisionModel, to: DecisionModel) => {
  const citing = { policyId: 'pol_1', at: null };
  return diffVersions(
    { version: { model: from, decision: 'T' }, citing },
    { version: { model: to, decision: 'T' }, citing },
  );
};
const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));

describe('the difference of two versions', () => {
  it('names each rule that only one of them has, and none that both have in the same words and order', () => {
    fc.assert(
      fc.property(ids, ids, (before, after) => {
        const { rules, columnsChanged, isRestSame } = diff(rows(before, '1'), rows(after, '1'));
        const of = (kind: string) =>
          rules.filter((each) => each.kind === kind).map((each) => (each.before ?? each.after)?.id);
        expect(of('REMOVED')).toEqual(before.filter((id) => !after.includes(id)));
        expect(of('ADDED')).toEqual(after.filter((id) => !before.includes(id)));
        expect(of('CHANGED')).toEqual([]);
        if (before.join() === after.join()) expect(rules).toEqual([]);
        expect([columnsChanged, isRestSame]).toEqual([[], true]);
      }),
    );
  });

  it('is no matter of the order in which the database keeps the keys of a model', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, part]) => [key, shuffled(part)]),
      );
    };
    const model = rows(['a', 'b'], '1');
    expect(diff(model, shuffled(model) as DecisionModel)).toEqual({ rules: [], columnsChanged: [], isRestSame: true });
  });

  it('says so where the rest is other', () => {
    const model = rows(['a'], '1');
    expect(diff(model, { ...model, namespace: 'urn:y' })).toMatchObject({ rules: [], isRestSame: false });
    const other = { ...model, decisions: model.decisions.map((each) => ({ ...each, name: 'U' })) };
    expect(diff(model, other)).toMatchObject({ columnsChanged: ['T', 'U'] });
  });
});

describe('the tables of a model', () => {
  const [node] = rows(['a'], '1').decisions;
  if (!node) throw new Error('no decision');
  const nested: Logic = {
    kind: 'context',
    entries: [
      { name: 'late', logic: { kind: 'list', items: [node.logic] } },
      { name: null, logic: { kind: 'function', parameters: [], body: node.logic } },
    ],
  };

  it('are found inside other expressions, with the way to them', () => {
    expect(tablesOf({ ...node, logic: nested }).map(({ place }) => place)).toEqual([
      'T / late / item 1',
      'T / entry 2',
    ]);
    expect([1, 2, 3].map((depth) => nestsDeeper(nested, depth))).toEqual([true, true, false]);
  });

  it('are those that the asked decision needs, each once, its own first', () => {
    const decision = (id: string, requires: readonly string[]) => ({ ...node, id, name: id, requires });
    const model = {
      ...rows([], '1'),
      decisions: [decision('a', []), decision('b', ['a', 'f']), decision('c', ['b', 'a']), decision('d', ['c'])],
      knowledge: [{ id: 'f', name: 'f', requires: [], parameters: [], body: nested }],
    };
    const places = tablesNeededBy(model, 'c').map(({ place }) => place);
    expect(places).toEqual(['c', 'b', 'a', 'f / late / item 1', 'f / entry 2']);
    expect(tablesNeededBy(model, 'x')).toEqual([]);
  });
});
