import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elementOf, rulesOf } from '../test/complaint-rules.ts';
import { letterFailures, type LetterFacts, type RegimeLetter } from './index.ts';

const response: RegimeLetter = {
  kind: 'STAGE_RESPONSE',
  name: 'Response',
  stages: [],
  elements: [
    elementOf({ key: 'outcome' }),
    elementOf({ key: 'reasons', outcomes: ['NOT_UPHELD', 'PARTLY_UPHELD'] }),
    elementOf({ key: 'payments', onlyFor: ['payments'] }),
    elementOf({ key: 'no-payments', notFor: ['payments'] }),
  ],
};
const rules = rulesOf({
  letters: [
    { ...response, kind: 'ACKNOWLEDGEMENT', stages: ['second'], elements: [elementOf({ key: 'thanks' })] },
    response,
  ],
});
const whole: LetterFacts = {
  stage: 'first',
  kind: 'STAGE_RESPONSE',
  elements: ['outcome', 'reasons', 'no-payments'],
  deciderId: 'ann',
  earlierDeciders: [],
  outcome: 'NOT_UPHELD',
  kinds: [],
};
const failures = (facts: Partial<LetterFacts>) =>
  letterFailures(rules, { ...whole, ...facts }).map((each) => {
    switch (each.type) {
      case 'LetterElementMissing':
        return [each.type, each.element.key];
      case 'SameDecider':
        return [each.type, each.stage.key, each.earlierStage.key, each.deciderId];
      case 'DeciderUnknown':
        return [each.type, each.stage.key];
      case 'OutcomeUnknown':
        return [each.type, each.letter.name];
      case 'LetterNotForeseen':
        return [each.type, each.stageKey, each.kind];
    }
  });

describe('a letter to a complainant', () => {
  it('may be sent when it holds everything it must, and more', () => {
    expect(failures({})).toEqual([]);
    expect(failures({ elements: [...whole.elements, 'regards'] })).toEqual([]);
  });
  it('may not when it lacks what it must contain with that outcome, for those kinds', () => {
    expect(failures({ elements: [] })).toEqual([
      ['LetterElementMissing', 'outcome'],
      ['LetterElementMissing', 'reasons'],
      ['LetterElementMissing', 'no-payments'],
    ]);
    expect(failures({ elements: ['outcome'], outcome: 'UPHELD', kinds: ['payments'] })).toEqual([
      ['LetterElementMissing', 'payments'],
    ]);
    expect(failures({ outcome: null })).toEqual([['OutcomeUnknown', 'Response']]);
  });
  it('may not when the regime knows no such letter or stage', () => {
    expect(failures({ kind: 'HOLDING' })).toEqual([['LetterNotForeseen', 'first', 'HOLDING']]);
    expect(failures({ kind: 'ACKNOWLEDGEMENT' })).toEqual([['LetterNotForeseen', 'first', 'ACKNOWLEDGEMENT']]);
    expect(failures({ stage: 'fourth' })).toEqual([['LetterNotForeseen', 'fourth', 'STAGE_RESPONSE']]);
  });
  it('may not when a decider decided a stage that this one is decided apart from, or nobody knows', () => {
    const first = { stage: 'first', deciderId: 'ann' };
    expect(failures({ stage: 'second', earlierDeciders: [first] })).toEqual([
      ['SameDecider', 'second', 'first', 'ann'],
    ]);
    expect(failures({ stage: 'second', deciderId: 'bob', earlierDeciders: [first] })).toEqual([]);
    expect(failures({ stage: 'second', deciderId: null, earlierDeciders: [first] })).toEqual([
      ['DeciderUnknown', 'second'],
    ]);
    expect(failures({ stage: 'third', deciderId: 'bob', earlierDeciders: [first] })).toEqual([
      ['DeciderUnknown', 'second'],
    ]);
    expect(
      failures({
        stage: 'third',
        earlierDeciders: [{ ...first, deciderId: 'cat' }, first, { stage: 'second', deciderId: 'ann' }],
      }),
    ).toEqual([
      ['SameDecider', 'third', 'first', 'ann'],
      ['SameDecider', 'third', 'second', 'ann'],
    ]);
  });
  it('asks nobody who decided when it decides nothing', () => {
    expect(failures({ stage: 'second', kind: 'ACKNOWLEDGEMENT', elements: ['thanks'], deciderId: null })).toEqual([]);
  });
  it('is never mended by leaving an element out', () => {
    const keys = response.elements.map(({ key }) => key);
    fc.assert(
      fc.property(
        fc.subarray(keys),
        fc.subarray(keys),
        fc.constantFrom('UPHELD' as const, 'NOT_UPHELD' as const),
        (some, more, outcome) => {
          const fewer = failures({ elements: some, outcome }).length;
          expect(failures({ elements: [...some, ...more], outcome }).length).toBeLessThanOrEqual(fewer);
        },
      ),
    );
  });
});
