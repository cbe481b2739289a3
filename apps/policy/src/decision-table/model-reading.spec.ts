import { describe, expect, it } from '@jest/globals';
import { problemsOfModel } from './model-reading.ts';
import { modelNamed, withTable } from './typed-table.ts';

const model = withTable(modelNamed('Refunds', 'urn:x'), 'Refunds', {
  hitPolicy: 'FIRST',
  inputs: [{ name: 'amount', type: 'number' }],
  outputs: [{}],
  rules: [{ tests: ['> 5'], outputs: ['1'] }],
});

/** A clock whose second reading lies `workMs` after its first. */
function clockOf(workMs: number): () => number {
  let readings = 0;
  return () => 7_000 + workMs * readings++;
}

describe('a model that is to be a draft', () => {
  it.each([
    [1_000, 0],
    [1_001, 1],
  ])('that took %i ms to compile, of 1,000, has %i problems', async (workMs, count) => {
    if (!model) throw new Error('no model');
    expect(await problemsOfModel(model, 'table', { worked: clockOf(workMs), limitMs: 1_000 })).toHaveLength(count);
  });
});
