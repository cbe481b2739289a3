import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { compileModel } from '@courtesy/policy/src/dmn/compile.ts';
import { readDmn } from '@courtesy/policy/src/dmn/dmn-xml.ts';
import { readCases, type TckCase } from './cases.ts';

/** A case that did not give the TCK's answer. */
export interface FailedCase {
  /** File, case id and decision. */
  readonly case: string;
  /** What came out, against what was expected. */
  readonly reason: string;
}

/** The result of a run. */
export interface TckResult {
  /** Cases run. */
  readonly cases: number;
  /** Cases of which every result was right. */
  readonly passed: number;
  /** The others. */
  readonly failed: readonly FailedCase[];
}

/** Numbers agree within this, as the TCK's own runner has it. */
const TOLERANCE = 1e-8;

/** Compares a value with the TCK's: temporal values by their text, numbers within the tolerance. */
export function agrees(expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'number' && typeof actual === 'number')
    return Math.abs(expected - actual) <= TOLERANCE * Math.max(1, Math.abs(expected));
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => agrees(item, actual[index]))
    );
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return false;
    const given = actual as Record<string, unknown>;
    if (Object.keys(given).length !== Object.keys(expected).length) return false;
    return Object.entries(expected).every(([name, part]) => agrees(part, given[name] ?? null));
  }
  if (typeof expected === 'string' && typeof actual === 'object' && actual !== null) return String(actual) === expected;
  return (expected ?? null) === (actual ?? null);
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /-test-[^/]*\.xml$/.test(file))
    .sort()
    .map((file) => join(folder, file));
}

type Decide = (testCase: TckCase) => FailedCase[];

async function runnerOf(file: string, model: string, place: string): Promise<Decide> {
  const refused = (reason: string) => (testCase: TckCase) => [{ case: `${place} ${testCase.id}`, reason }];
  try {
    const compiled = compileModel(await readDmn(readFileSync(join(dirname(file), model), 'utf8')));
    return ({ id, facts, results }) =>
      results.flatMap(({ decision, expected }) => {
        const where = `${place} ${id} ${decision}`;
        try {
          const { value } = compiled.decide(decision, facts);
          if (agrees(expected, value)) return [];
          return [{ case: where, reason: `${JSON.stringify(value)} for ${JSON.stringify(expected)}` }];
        } catch (failure) {
          return [{ case: where, reason: String(failure) }];
        }
      });
  } catch (failure) {
    return refused(String(failure));
  }
}

/** Runs every test file under `folder` against the model beside it. Throws when the folder cannot be read. */
export async function runTck(folder: string): Promise<TckResult> {
  let cases = 0;
  let passed = 0;
  const failed: FailedCase[] = [];
  for (const file of testFiles(folder)) {
    const { model, cases: found } = readCases(readFileSync(file, 'utf8'));
    const decide = await runnerOf(file, model, relative(folder, file));
    for (const testCase of found) {
      const failures = decide(testCase);
      cases += 1;
      if (failures.length === 0) passed += 1;
      failed.push(...failures);
    }
  }
  return { cases, passed, failed };
}
