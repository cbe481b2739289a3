import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The part of what `jest --json` writes that the count reads. */
export interface JestResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** How many tests went which way, and every failure in full. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
}

/** No test at all. */
export const nothing: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** Adds two tallies; failures keep their order. */
export function addTallies(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

/** One test that is not jest's: a step that passed, or failed with `output`. */
export function tallyOfStep(ok: boolean, name: string, output: string): Tally {
  return ok ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [`${name}\n${output.trimEnd()}`] };
}

/** Counts one project's results. A spec file that could not even run counts as one failure. */
export function tallyOf(project: string, results: JestResults): Tally {
  return results.testResults.map((suite) => tallyOfSuite(project, suite)).reduce(addTallies, nothing);
}

function tallyOfSuite(project: string, suite: JestResults['testResults'][number]): Tally {
  const tests = suite.assertionResults;
  const failed = tests.filter(({ status }) => status === 'failed');
  const couldNotRun = suite.status === 'failed' && failed.length === 0;
  const file = `${project} › ${basename(suite.name)}`;
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: couldNotRun ? 1 : failed.length,
    skipped: tests.filter(({ status }) => status === 'pending' || status === 'todo').length,
    failures: couldNotRun
      ? [`${file}\n${suite.message}`]
      : failed.map(
          ({ ancestorTitles, title, failureMessages }) =>
            `${[file, ...ancestorTitles, title].join(' › ')}\n${(failureMessages ?? []).join('\n')}`,
        ),
  };
}

/** Reads the results a project left in `file`; a project that left none has failed, whatever it printed. */
export function readTally(project: string, file: string): Tally {
  try {
    return tallyOf(project, JSON.parse(readFileSync(file, 'utf8')) as JestResults);
  } catch (cause) {
    return tallyOfStep(false, project, `left no readable results: ${String(cause)}`);
  }
}

/** The last line of `npm test`. */
export function summaryOf({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
