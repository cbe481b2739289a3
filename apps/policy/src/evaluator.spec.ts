import { afterEach, describe, expect, it } from '@jest/globals';
import { modelOf } from '../test/decision-world.ts';
import { openDecisions } from './bounded-decisions.ts';
import { Evaluator, VERSIONS_KEPT, type Rules } from './evaluator.ts';

const model = modelOf({ facts: [['n', 'number']], outputs: [['outcome', '"DENY"']], rules: ['> 5 | "ALLOW"'] });
const rules = (id: string, version = 1): Rules => ({ id, version, model, decision: 'Refund' });

let evaluator: Evaluator | undefined;
afterEach(() => evaluator?.close());
const open = () => (evaluator = new Evaluator(openDecisions({ workers: 0 }), openDecisions({ workers: 0 })));

describe('the evaluator', () => {
  it('compiles a version once, and a draft again when it was revised', async () => {
    const opened = open();
    for (let round = 0; round < 3; round += 1)
      expect(await opened.conclude(rules('dtv_1'), { n: 6 })).toMatchObject({ value: 'ALLOW' });
    expect(opened.held).toBe(1);
    const revised = modelOf({ facts: [['n', 'number']], outputs: [['outcome', '"DENY"']], rules: ['> 9 | "ALLOW"'] });
    expect(await opened.conclude({ ...rules('dtv_1', 2), model: revised }, { n: 6 })).toMatchObject({ value: 'DENY' });
    expect(opened.held).toBe(2);
  });

  it('keeps so many versions and no more: the one that was not asked for the longest makes room', async () => {
    const opened = open();
    for (let count = 0; count < VERSIONS_KEPT + 10; count += 1) {
      await opened.conclude(rules(`dtv_${count}`), { n: 1 });
      // Asked again and again, the first one stays: compiled anew it would read these other rules.
      const other = { ...rules('dtv_0'), model: modelOf({ facts: [], outputs: [['outcome', '"NO"']], rules: [] }) };
      expect(await opened.conclude(other, { n: 6 })).toMatchObject({ value: 'ALLOW' });
    }
    expect(opened.held).toBe(VERSIONS_KEPT);
  });
});
