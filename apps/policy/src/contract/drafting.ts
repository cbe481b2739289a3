import { InvalidMoney, isIdOf, moneyOf, type Money, type Problem } from '@courtesy/kernel';
import type {
  DraftContractInput,
  DraftContractLineInput,
  DraftEntitlementInput,
  MoneyInput,
} from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';
import { daysAfter } from './contract.ts';

/** The most lines of a contract. */
export const MAX_LINES = 50;
/** The most entitlements of a line. */
export const MAX_ENTITLEMENTS = 20;
/** The longest notice, in days. */
export const MAX_NOTICE_DAYS = 3_650;
/** The largest number of terms, of things sold, and of minutes of one use. */
export const MAX_COUNT = 1_000_000;
/** The longest reason, in characters. */
export const MAX_REASON = 2_000;

/** What is wrong with a reason that a person gave; empty when nothing is. */
export function problemsOfReason(path: string, reason: string): Problem[] {
  if (reason.trim() === '') return [{ path, message: 'is empty; say why' }];
  if (reason.length > MAX_REASON)
    return [{ path, message: `has ${reason.length} characters; at most ${MAX_REASON} are kept` }];
  return [];
}

/** What is wrong with a count; empty when it is between `least` and `most`. */
export function problemsOfCount(
  path: string,
  count: number,
  [least, most]: readonly [number, number] = [1, MAX_COUNT],
): Problem[] {
  return count >= least && count <= most
    ? []
    : [{ path, message: `is ${count}; give a number from ${least} to ${most}` }];
}

/** Reads an amount of money; a problem when it cannot be one. */
function readMoney(path: string, given: MoneyInput | null | undefined): Money | Problem | null {
  if (!given) return null;
  try {
    const value = moneyOf(given.amount, given.currency);
    return value.minor < 0n ? { path, message: 'is negative; a contract is worth nothing or more' } : value;
  } catch (error) {
    if (error instanceof InvalidMoney) return { path, message: `cannot be: ${error.message}` };
    throw error;
  }
}

/** What is wrong with an amount of money; empty when nothing is. */
export function problemsOfMoney(path: string, given: MoneyInput | null | undefined, currency?: string): Problem[] {
  const read = readMoney(path, given);
  if (!read) return [];
  if ('path' in read) return [read];
  return currency && read.currency !== currency
    ? [{ path, message: `is in ${read.currency}, but the contract's value in ${currency}` }]
    : [];
}

/** An amount of money as two columns. Call only with what {@link problemsOfMoney} found right. */
export function moneyColumns(given: MoneyInput | null | undefined): {
  readonly valueMinor: bigint | null;
  readonly valueCurrency: string | null;
} {
  if (!given) return { valueMinor: null, valueCurrency: null };
  const { minor, currency } = moneyOf(given.amount, given.currency);
  return { valueMinor: minor, valueCurrency: currency };
}

function problemsOfEntitlement(path: string, given: DraftEntitlementInput): Problem[] {
  const problems = problemsOfName(`${path}.name`, given.name);
  const counted = given.allocation !== 'PERIOD';
  if (counted && given.total == null)
    problems.push({ path: `${path}.total`, message: `is absent; say how many ${given.allocation.toLowerCase()}` });
  else if (!counted && given.total != null)
    problems.push({ path: `${path}.total`, message: 'is given, but PERIOD is not counted; leave it out' });
  else if (given.total != null) problems.push(...problemsOfCount(`${path}.total`, given.total));
  return problems;
}

function problemsOfLine(path: string, line: DraftContractLineInput, currency: string | undefined): Problem[] {
  return [
    ...problemsOfName(`${path}.name`, line.name),
    ...problemsOfCount(`${path}.quantity`, line.quantity),
    ...problemsOfMoney(`${path}.value`, line.value, currency),
    ...(line.entitlements.length > MAX_ENTITLEMENTS
      ? [{ path: `${path}.entitlements`, message: `are ${line.entitlements.length}; at most ${MAX_ENTITLEMENTS}` }]
      : line.entitlements.flatMap((each, i) => problemsOfEntitlement(`${path}.entitlements[${i}]`, each))),
  ];
}

/** What is wrong with a term; empty when nothing is. */
export function problemsOfTerm(term: {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly noticeDays: number;
}): Problem[] {
  const problems = problemsOfCount('noticeDays', term.noticeDays, [0, MAX_NOTICE_DAYS]);
  const outside = (['startsOn', 'endsOn'] as const).filter(
    (path) => term[path] < '1900-01-01' || term[path] > '2999-12-31',
  );
  problems.push(
    ...outside.map((path) => ({ path, message: `is ${term[path]}; give a day of the years 1900 to 2999` })),
  );
  if (term.endsOn < term.startsOn)
    problems.push({ path: 'endsOn', message: `is ${term.endsOn}, before the first day, ${term.startsOn}` });
  return problems;
}

/** What is wrong with a contract to write down; empty when nothing is. */
export function problemsOfDraft(input: DraftContractInput): Problem[] {
  const problems = [...problemsOfName('name', input.name), ...problemsOfTerm(input)];
  if (!isIdOf('cust', input.customerId))
    problems.push({ path: 'customerId', message: `"${input.customerId}" is not the id of a customer` });
  problems.push(
    ...problemsOfMoney('value', input.value),
    ...problemsOfCount('lines', input.lines.length, [1, MAX_LINES]),
  );
  if (input.lines.length > MAX_LINES) return problems;
  return [...problems, ...input.lines.flatMap((line, i) => problemsOfLine(`lines[${i}]`, line, input.value?.currency))];
}

/** The day on which a contract begins to be EXPIRING. */
export const noticeOn = (endsOn: string, noticeDays: number): string => daysAfter(endsOn, -noticeDays);
