/**
 * What the clauses of the retail pack say, in plain code: written from their text, knowing nothing of the tables. The golden cases are held
 * against it, so that clause, table and case can only be wrong together.
 */

/** The tables of the pack, by the names of their questions. */
export type Question = 'Refund' | 'Return or exchange' | 'Refund tender' | 'Refund approval';

/** What is known; what is not is absent. */
export type GoldenFacts = Readonly<Record<string, string | number | boolean>>;

/** What a question is answered. */
export interface Verdict {
  readonly outcome: 'ALLOW' | 'DENY' | 'NEEDS_APPROVAL';
  readonly clause: string;
  readonly documents: readonly string[];
}

/** The same, or the facts that it waits for. */
export interface Expected {
  readonly outcome: Verdict['outcome'] | 'INSUFFICIENT_FACTS';
  readonly clauses: readonly string[];
  readonly documents: readonly string[];
  readonly missing: readonly string[];
}

type Value = string | number | boolean;
/** All that a question asks for, by name; `days` stands for the days that count. */
type Whole = Readonly<Record<string, Value>>;

const allow = (clause: string, ...documents: string[]): Verdict => ({ outcome: 'ALLOW', clause, documents });
const deny = (clause: string, ...documents: string[]): Verdict => ({ outcome: 'DENY', clause, documents });
const ask = (clause: string, ...documents: string[]): Verdict => ({ outcome: 'NEEDS_APPROVAL', clause, documents });

const PROOF = 'PROOF_OF_PURCHASE';

/** Clauses proof, customer-damage and the exemptions, which refunds, returns and exchanges share; null when none of them speaks. */
function bars({ proof, condition, faulty, category }: Whole): Verdict | null {
  if (proof === 'NONE') return ask('proof', 'IDENTITY', 'RETURNS_FORM', 'MANAGER_SIGNATURE');
  if (condition === 'CUSTOMER_DAMAGE') return deny('customer-damage');
  if (faulty === true) return null;
  switch (category) {
    case 'MADE_TO_MEASURE':
      return deny('exempt-made-to-measure');
    case 'PERISHABLE':
      return deny('exempt-perishable');
    case 'SEALED_HYGIENE':
      return condition === 'UNOPENED' ? null : deny('exempt-sealed');
    case 'DIGITAL':
      return condition === 'UNOPENED' ? null : deny('exempt-digital');
    default:
      return null;
  }
}

/** Clauses faulty-30-days to deduction-for-use. */
function faultyRefund({ category, days, repairFailed }: Whole): Verdict {
  const report = [PROOF, 'FAULT_REPORT'];
  if (category === 'DIGITAL')
    return repairFailed === true ? allow('faulty-digital', ...report) : deny('faulty-digital', ...report);
  const counted = Number(days);
  if (category === 'PERISHABLE')
    return counted <= 2
      ? allow('faulty-perishable', ...report)
      : ask('faulty-perishable', ...report, 'MANAGER_SIGNATURE');
  if (counted <= 30) return allow('faulty-30-days', ...report);
  if (repairFailed !== true) return deny('repair-first', ...report);
  return counted <= 183
    ? allow('final-reject', ...report)
    : ask('deduction-for-use', ...report, 'VALUATION_NOTE', 'MANAGER_SIGNATURE');
}

function refund(facts: Whole): Verdict {
  const barred = bars(facts);
  if (barred) return barred;
  if (facts['faulty'] === true) return faultyRefund(facts);
  const { condition, channel, proof } = facts;
  const days = Number(facts['days']);
  if (channel === 'DISTANCE' && days <= 14)
    return condition === 'USED'
      ? ask('distance-handling', PROOF, 'CANCELLATION_NOTICE', 'VALUATION_NOTE')
      : allow('distance-14-days', PROOF, 'CANCELLATION_NOTICE');
  if (days >= 31) return deny('window-closed');
  if (condition === 'USED') return deny('used-goods');
  return allow(proof === 'GIFT_RECEIPT' ? 'gift-receipt' : 'change-of-mind', PROOF);
}

function returnOrExchange(facts: Whole): Verdict {
  const barred = bars(facts);
  if (barred) return barred;
  const { condition, channel, wish, faulty } = facts;
  const days = Number(facts['days']);
  if (faulty === true) return allow('carriage-faulty', PROOF, 'FAULT_REPORT', 'RETURNS_FORM');
  if (wish === 'RETURN' && channel === 'DISTANCE' && days <= 14)
    return allow('carriage-distance', PROOF, 'CANCELLATION_NOTICE', 'RETURNS_FORM');
  if (condition === 'USED') return deny('used-goods');
  const [clause, late, last] =
    wish === 'EXCHANGE' ? ['exchange-60-days', 'exchange-60-days', 60] : ['change-of-mind', 'window-closed', 30];
  return days <= Number(last) ? allow(String(clause), PROOF, 'RETURNS_FORM') : deny(String(late));
}

function tender({ paidBy, refundTo, amount, cardUsable, customerAgrees }: Whole): Verdict {
  if (paidBy === refundTo)
    switch (paidBy) {
      case 'CASH':
        return Number(amount) > 250
          ? ask('cash-ceiling', PROOF, 'IDENTITY', 'MANAGER_SIGNATURE')
          : allow('same-means', PROOF);
      case 'CARD':
        return cardUsable === true
          ? allow('same-means', PROOF)
          : ask('card-closed', PROOF, 'IDENTITY', 'CARD_CLOSURE_EVIDENCE', 'MANAGER_SIGNATURE');
      case 'GIFT_CARD':
        return allow('gift-card', PROOF);
      default:
        return ask('cheque', PROOF, 'BANK_CLEARANCE');
    }
  if (paidBy === 'GIFT_CARD') return deny('gift-card');
  if (refundTo === 'CASH') return deny('no-cash-for-card');
  if (customerAgrees !== true) return deny('same-means');
  return allow('other-means-agreed', PROOF, 'CUSTOMER_AGREEMENT', ...(paidBy === 'CHEQUE' ? ['BANK_CLEARANCE'] : []));
}

function approval({ amount, refundsIn90Days }: Whole): Verdict {
  const [sum, frequent] = [Number(amount), Number(refundsIn90Days) >= 3];
  const history = frequent ? ['REFUND_HISTORY'] : [];
  if (sum > 250)
    return ask(frequent ? 'approval-frequent' : 'approval-manager', 'RETURNS_FORM', ...history, 'MANAGER_SIGNATURE');
  if (frequent) return ask('approval-frequent', 'RETURNS_FORM', ...history);
  return sum > 50 ? ask('approval-lead', 'RETURNS_FORM') : allow('approval-desk');
}

const CASES: Readonly<Record<Question, (facts: Whole) => Verdict>> = {
  Refund: refund,
  'Return or exchange': returnOrExchange,
  'Refund tender': tender,
  'Refund approval': approval,
};

/** Values that between them meet every turn of the clauses. */
const VALUES: Readonly<Record<string, readonly Value[]>> = {
  proof: ['RECEIPT', 'GIFT_RECEIPT', 'CARD_STATEMENT', 'NONE'],
  condition: ['UNOPENED', 'OPENED', 'USED', 'CUSTOMER_DAMAGE'],
  faulty: [true, false],
  category: ['GENERAL', 'PERISHABLE', 'SEALED_HYGIENE', 'MADE_TO_MEASURE', 'DIGITAL'],
  days: [0, 5, 20, 40, 100, 300],
  repairFailed: [true, false],
  channel: ['IN_STORE', 'DISTANCE'],
  wish: ['RETURN', 'EXCHANGE'],
  paidBy: ['CASH', 'CARD', 'GIFT_CARD', 'CHEQUE'],
  refundTo: ['CASH', 'CARD', 'GIFT_CARD', 'CHEQUE'],
  amount: [20, 100, 400],
  cardUsable: [true, false],
  customerAgrees: [true, false],
  refundsIn90Days: [0, 5],
};

/** What each question looks at, in the order in which the tables name their facts. */
const LOOKED_AT: Readonly<Record<Question, readonly string[]>> = {
  Refund: ['proof', 'condition', 'faulty', 'category', 'days', 'repairFailed', 'channel'],
  'Return or exchange': ['proof', 'condition', 'faulty', 'category', 'wish', 'days', 'channel'],
  'Refund tender': ['paidBy', 'refundTo', 'amount', 'cardUsable', 'customerAgrees'],
  'Refund approval': ['amount', 'refundsIn90Days'],
};

const DAY_FACTS = ['daysHeld', 'daysInRepair'];
const isNumber = (name: string) => name === 'amount' || name === 'refundsIn90Days' || name.startsWith('days');

/** Whether a fact has a value of its kind. */
function isUsable(name: string, value: Value | undefined): boolean {
  if (value === undefined) return false;
  return typeof value === (isNumber(name) ? 'number' : typeof (VALUES[name]?.[0] ?? ''));
}

/** The days that count: null while either part is not known. */
function daysOf(given: GoldenFacts): number | null {
  const [held, repair] = DAY_FACTS.map((name) => given[name]);
  return typeof held === 'number' && typeof repair === 'number' ? held - repair : null;
}

/** Facts with a value of the right kind that the clauses do not know: they must be put right before anything can be said. */
function unknownValues(question: Question, given: GoldenFacts): string[] {
  return LOOKED_AT[question].flatMap((name) => {
    if (name === 'days') return (daysOf(given) ?? 0) < 0 ? DAY_FACTS : [];
    const value = given[name];
    if (!isUsable(name, value)) return [];
    if (name === 'amount') return Number(value) > 0 ? [] : [name];
    if (isNumber(name)) return Number(value) >= 0 ? [] : [name];
    return typeof value === 'boolean' || VALUES[name]?.includes(value ?? '') ? [] : [name];
  });
}

/** What is known of what a question looks at. */
function known(question: Question, given: GoldenFacts): Whole {
  const days = daysOf(given);
  return Object.fromEntries(
    LOOKED_AT[question].flatMap((name): [string, Value][] => {
      if (name === 'days') return days === null ? [] : [[name, days]];
      const value = given[name];
      return isUsable(name, value) && value !== undefined ? [[name, value]] : [];
    }),
  );
}

function completions(facts: Whole, names: readonly string[]): Whole[] {
  const [name, ...rest] = names;
  if (name === undefined) return [facts];
  return (VALUES[name] ?? []).flatMap((value) => completions({ ...facts, [name]: value }, rest));
}

/**
 * The answer to a question. It is known when it is the same whatever the facts are that were not given; otherwise those facts are missing
 * of which, all else being equal, one value leads to another answer than another.
 */
export function answer(question: Question, given: GoldenFacts): Expected {
  const waiting = (missing: readonly string[]): Expected => ({
    ...{ outcome: 'INSUFFICIENT_FACTS', clauses: [], documents: [], missing },
  });
  const strays = unknownValues(question, given);
  if (strays.length > 0) return waiting(strays);
  const decide = CASES[question];
  const facts = known(question, given);
  const open = LOOKED_AT[question].filter((name) => !(name in facts));
  const all = completions(facts, open);
  const needed = open.filter((name) => {
    const byOthers = Map.groupBy(all, (whole) => JSON.stringify({ ...whole, [name]: null }));
    return [...byOthers.values()].some((group) => new Set(group.map((each) => JSON.stringify(decide(each)))).size > 1);
  });
  if (needed.length > 0)
    return waiting(
      needed.flatMap((name) => (name === 'days' ? DAY_FACTS.filter((part) => !isUsable(part, given[part])) : [name])),
    );
  const { outcome, clause, documents } = decide(all[0] ?? facts);
  return { outcome, clauses: [clause], documents, missing: [] };
}
