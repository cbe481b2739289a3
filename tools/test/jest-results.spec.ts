import { describe, expect, it } from '@jest/globals';
import { readTally, summaryOf, tallyOf, tallyOfStep, type JestResults } from './jest-results.ts';

const suite = (statuses: string[], status = 'passed', message = ''): JestResults['testResults'][number] => ({
  name: '/somewhere/case.spec.ts',
  status,
  message,
  assertionResults: statuses.map((each, index) => ({
    ancestorTitles: ['a case'],
    title: `number ${index}`,
    status: each,
    failureMessages: each === 'failed' ? ['expected 1'] : null,
  })),
});

describe('the count of npm test', () => {
  it('every test of every file counts once', () => {
    const tally = tallyOf('cases', { testResults: [suite(['passed', 'passed']), suite(['passed'])] });
    expect(summaryOf(tally)).toBe('3 passed, 0 failed');
  });

  it('skipped tests are told apart from passed ones', () => {
    expect(summaryOf(tallyOf('cases', { testResults: [suite(['passed', 'pending', 'todo'])] }))).toBe(
      '1 passed, 0 failed, 2 skipped',
    );
  });

  it('a failure is kept in full, with its project and file', () => {
    const tally = tallyOf('cases', { testResults: [suite(['passed', 'failed'], 'failed')] });
    expect(tally).toMatchObject({ passed: 1, failed: 1 });
    expect(tally.failures).toEqual(['cases › case.spec.ts › a case › number 1\nexpected 1']);
  });

  it('a spec file that does not even load is one failure', () => {
    const tally = tallyOf('cases', { testResults: [suite([], 'failed', 'SyntaxError: nonsense')] });
    expect(tally).toMatchObject({ passed: 0, failed: 1, failures: ['cases › case.spec.ts\nSyntaxError: nonsense'] });
  });

  it('a project that left no results has failed', () => {
    expect(readTally('cases', '/nowhere/cases.json')).toMatchObject({ passed: 0, failed: 1 });
  });

  it('a step counts as one test', () => {
    expect(summaryOf(tallyOfStep(true, 'lint', ''))).toBe('1 passed, 0 failed');
    expect(tallyOfStep(false, 'lint', 'bad\n').failures).toEqual(['lint\nbad']);
  });
});
