import { daysBetween, isIdOf, type Problem } from '@courtesy/kernel';
import type { RequestReturnInput, ReturnWish } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithNote } from '../case/case.ts';
import type { PurchaseCopy, PurchaseLineCopy } from '../purchase-copy/purchase-copy.ts';
import { rightToReject, type InRepair } from './right-to-reject.ts';
import type { QuantityNotReturnable, ReturnCase, ReturnLine } from './return-case.ts';

/** The most lines a return has. */
export const MAX_RETURN_LINES = 100;
/** The most of one thing in one return. */
export const MAX_RETURN_QUANTITY = 1_000_000;

/** The UTC day of an instant, as YYYY-MM-DD. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** What is wrong with the quantities of goods, each line named once; `path` is the list. */
export function problemsOfQuantities(
  path: string,
  given: readonly { readonly key: string; readonly quantity: number }[],
): Problem[] {
  if (given.length === 0 || given.length > MAX_RETURN_LINES)
    return [{ path, message: `has ${given.length} items; name 1 to ${MAX_RETURN_LINES}` }];
  const seen = new Set<string>();
  return given.flatMap(({ key, quantity }, i) => {
    const problems: Problem[] = [];
    if (seen.has(key)) problems.push({ path: `${path}[${i}]`, message: 'names a line that stands there before' });
    seen.add(key);
    if (quantity < 1 || quantity > MAX_RETURN_QUANTITY)
      problems.push({ path: `${path}[${i}].quantity`, message: `is ${quantity}; say 1 to ${MAX_RETURN_QUANTITY}` });
    return problems;
  });
}

/** Everything that is wrong with a request, as far as it can be told without looking anything up. */
export function problemsOfRequest(input: RequestReturnInput, now: Date): Problem[] {
  const problems = problemsOfQuantities(
    'lines',
    input.lines.map(({ purchaseLineId: key, quantity }) => ({ key, quantity })),
  );
  if (!isIdOf('pur', input.purchaseId))
    problems.push({ path: 'purchaseId', message: `"${input.purchaseId}" is not the id of a purchase` });
  input.lines.forEach(({ fault }, i) => {
    const problem = fault ? problemWithNote(`lines[${i}].fault`, fault, MAX_REASON) : null;
    if (problem) problems.push(problem);
  });
  const requestedOn = input.requestedOn ?? dayOf(now);
  if (requestedOn > dayOf(now)) problems.push({ path: 'requestedOn', message: 'lies in the future' });
  if (input.heldSince && input.heldSince > requestedOn)
    problems.push({ path: 'heldSince', message: 'lies after the day on which the customer asked' });
  return problems;
}

/** The days of a request, and what is wrong with them given the purchase. */
export function daysOfRequest(
  input: RequestReturnInput,
  purchase: PurchaseCopy,
  now: Date,
): { readonly heldSince: string; readonly requestedOn: string; readonly problems: readonly Problem[] } {
  const requestedOn = input.requestedOn ?? dayOf(now);
  const bought = dayOf(purchase.purchasedAt);
  const heldSince = input.heldSince ?? bought;
  const problems: Problem[] = [];
  // One day of grace: a day of the customer's may begin before the same day in UTC.
  if (daysBetween(bought, heldSince) < -1)
    problems.push({ path: 'heldSince', message: `lies before the purchase, on ${bought}` });
  if (heldSince > requestedOn) problems.push({ path: 'requestedOn', message: `lies before ${heldSince}` });
  return { heldSince, requestedOn, problems };
}

/** The first line of which the customer has not so many to return, by how many of each they have; null when there are enough of each. */
export function notReturnable(
  wanted: RequestReturnInput['lines'],
  found: ReadonlyMap<string, number>,
): QuantityNotReturnable | null {
  for (const { purchaseLineId, quantity } of wanted) {
    const returnable = found.get(purchaseLineId) ?? 0;
    if (quantity > returnable) return { type: 'QuantityNotReturnable', purchaseLineId, asked: quantity, returnable };
  }
  return null;
}

/** A fact that policy is told, under the name that the rules use. */
export type PolicyFact =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly number: string }
  | { readonly name: string; readonly isTrue: boolean };

/** What the rules call what a customer wants: a repair is asked for by bringing goods back. */
const wishes: Readonly<Record<ReturnWish, string>> = { REFUND: 'RETURN', REPAIR: 'RETURN', REPLACEMENT: 'EXCHANGE' };

/** What policy is told of a line: from the purchase, the request, and the repairs there were. */
export function factsOfLine(about: {
  readonly return: ReturnCase;
  readonly line: ReturnLine;
  readonly purchase: PurchaseCopy;
  readonly goods: PurchaseLineCopy;
  readonly repairs: readonly InRepair[];
}): PolicyFact[] {
  const { return: asked, line, purchase, goods, repairs } = about;
  const { daysInRepair } = rightToReject(asked.heldSince, asked.requestedOn, repairs);
  const text = (name: string, value: string) => ({ name, text: value });
  const number = (name: string, value: number) => ({ name, number: String(value) });
  return [
    text('proof', asked.proof),
    text('condition', line.condition),
    { name: 'faulty', isTrue: line.faulty },
    text('category', goods.category),
    text('wish', wishes[asked.wish]),
    number('daysHeld', daysBetween(asked.heldSince, asked.requestedOn)),
    number('daysInRepair', daysInRepair),
    text('channel', purchase.channel === 'IN_STORE' ? 'IN_STORE' : 'DISTANCE'),
    { name: 'repairFailed', isTrue: line.faulty && repairs.some(({ to }) => to !== null) },
    number('quantity', line.quantity),
  ];
}
