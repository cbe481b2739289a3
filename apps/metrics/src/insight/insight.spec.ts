import { describe, expect, it } from '@jest/globals';
import { daysAfter, statusOf } from '../awaited/awaited.ts';
import { problemsOfInsight } from './insight.ts';

const asked = { title: 'Late vans', department: 'Sales', ask: 'Promise fewer', caseIds: ['case_1'] };
const paths = (input: object) => problemsOfInsight({ ...asked, ...input }).map(({ path }) => path);

describe('an insight', () => {
  it('is unanswered at the instant its answer is due, and not before', () => {
    const answerBy = daysAfter(new Date('2026-03-02T10:00:00.000Z'), 10);
    expect(answerBy.toISOString()).toBe('2026-03-12T10:00:00.000Z');
    const at = (iso: string) => statusOf({ answeredAt: null, answerBy }, new Date(iso));
    expect(at('2026-03-12T09:59:59.999Z')).toBe('WAITING');
    expect(at('2026-03-12T10:00:00.000Z')).toBe('UNANSWERED');
    expect(statusOf({ answeredAt: answerBy, answerBy }, new Date('2027-01-01T00:00:00.000Z'))).toBe('ANSWERED');
  });

  it('rests on cases or a figure, and says what it asks of whom', () => {
    const figure = { metricKey: 'cases.opened', period: { from: '2026-02-01', to: '2026-03-01' } };
    expect(paths({})).toEqual([]);
    expect(paths({ caseIds: [] })).toEqual(['caseIds']);
    expect(paths({ caseIds: [], figure })).toEqual([]);
    expect(paths({ title: ' ', department: 'x'.repeat(101), ask: '', answerWithinDays: 91 })).toEqual([
      'title',
      'department',
      'ask',
      'answerWithinDays',
    ]);
  });
});
