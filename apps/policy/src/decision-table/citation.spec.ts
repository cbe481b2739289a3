import { describe, expect, it } from '@jest/globals';
import { provisionOfRule } from './citation.ts';

const cited = (text: string, annotations: readonly string[] = ['Why', 'Clause']) =>
  provisionOfRule({ annotations }, { annotations: ['because', text] }, 'pol_own');

describe('the clause of a rule', () => {
  it.each([
    ['4.2', { policyId: 'pol_own', anchor: '4.2' }],
    [' refund-window ', { policyId: 'pol_own', anchor: 'refund-window' }],
    ['pol_0abc#4.2', { policyId: 'pol_0abc', anchor: '4.2' }],
    ['pol_0abc# ', null],
    ['4#2', { policyId: 'pol_own', anchor: '4#2' }],
    [' ', null],
  ])('that says %j is %j', (text, provision) => {
    expect(cited(text)).toEqual(provision);
  });

  it('is none where the table has no such column, or the rule no such remark', () => {
    expect(cited('4.2', ['Why', 'Reason'])).toBeNull();
    expect(provisionOfRule({ annotations: ['Clause'] }, { annotations: [] }, 'pol_own')).toBeNull();
  });
});
