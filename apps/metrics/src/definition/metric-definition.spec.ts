import { describe, expect, it } from '@jest/globals';
import { definitionOn, type MetricDefinition } from './metric-definition.ts';

const version = (number: number, effectiveFrom: string): MetricDefinition => ({
  id: `mdef_${number}`,
  key: 'cases.opened',
  version: number,
  name: 'Cases opened',
  description: 'How much came in.',
  formula: 'Counts cases.',
  unit: 'COUNT',
  numerator: null,
  denominator: null,
  additivity: 'ADDS',
  dimensions: [],
  owner: 'Head of customer service',
  effectiveFrom,
});

describe('the meaning that counts on a day', () => {
  const versions = [version(2, '2026-03-01'), version(1, '2026-01-01')];

  it('is the newest that is in effect, from its first day on', () => {
    expect(definitionOn(versions, '2026-02-28')?.version).toBe(1);
    expect(definitionOn(versions, '2026-03-01')?.version).toBe(2);
  });

  it('is none before the first is in effect', () => {
    expect(definitionOn(versions, '2025-12-31')).toBeUndefined();
  });
});
