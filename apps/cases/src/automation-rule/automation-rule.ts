import { compileExpression, ExpressionRefused, type Compiled, type Scope } from '@courtesy/feel';
import type { Problem } from '@courtesy/kernel';
import type { AutomationTrigger, CaseStepInput } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';

/** How far a rule may act: as far as whoever put it in force saw. */
export interface RuleReach {
  readonly reach: 'OWN' | 'TEAM' | 'SITE' | 'REGION' | 'ALL';
  readonly teamId?: string | undefined;
  readonly siteId?: string | undefined;
  readonly regionId?: string | undefined;
}

/** What is to be done with a case when something happens to it. */
export interface AutomationRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** What sets it off. */
  readonly triggers: readonly AutomationTrigger[];
  /** FEEL over `case` and `event`; the rule acts only where it is true. */
  readonly condition: string;
  readonly steps: readonly CaseStepInput[];
  /** Rules that the same event sets off act in this order, the lowest first. */
  readonly rank: number;
  readonly isActive: boolean;
  readonly reach: RuleReach;
  /** The subject of whoever last wrote it. */
  readonly writtenBy: string;
  readonly writtenAt: Date;
  readonly version: number;
}

/** A rule was put in force. */
export interface AutomationRuleAdded {
  readonly type: 'AutomationRuleAdded';
  readonly rule: AutomationRule;
}

/** A rule says something else from now on. */
export interface AutomationRuleRevised {
  readonly type: 'AutomationRuleRevised';
  readonly rule: AutomationRule;
}

/** A rule acts no more, or acts again. */
export interface AutomationRuleSwitched {
  readonly type: 'AutomationRuleSwitched';
  readonly rule: AutomationRule;
}

/** What a condition may read of a case, and what FEEL knows it as. */
const caseFacts = {
  type: ({ type }: Case) => type,
  status: ({ status }: Case) => status,
  priority: ({ priority }: Case) => priority,
  channel: ({ channel }: Case) => channel,
  subject: ({ subject }: Case) => subject,
  product: ({ product }: Case) => product,
  issue: ({ issue }: Case) => issue,
  outcome: ({ outcome }: Case) => outcome,
  customer: ({ customerId }: Case) => customerId,
  site: ({ siteId }: Case) => siteId,
  team: ({ teamId }: Case) => teamId,
  assignee: ({ assigneeId }: Case) => assigneeId,
  disputed: ({ disputed }: Case) => disputed,
  reopened: ({ reopenCount }: Case) => reopenCount,
} as const;

/** What a condition may read of what happened. */
const eventFacts = ['name', 'from', 'to', 'channel', 'direction', 'clock'] as const;

/** What happened to a case, as a condition sees it. Null where the event has no such thing. */
export type EventFacts = Readonly<Record<(typeof eventFacts)[number], string | null>>;

const names = new Set(['case', 'event']);
const known = new Set([
  ...Object.keys(caseFacts).map((fact) => `case.${fact}`),
  ...eventFacts.map((fact) => `event.${fact}`),
]);

function compile(condition: string): Compiled<(scope: Scope) => unknown> | string {
  try {
    const compiled = compileExpression(condition, names);
    if (!compiled.isPlain) return 'repeats or calls back; a condition compares facts and nothing more';
    const unknown = compiled.uses.find((use) => !known.has(use));
    return unknown === undefined ? compiled : `reads ${unknown}; it may read ${[...known].join(', ')}`;
  } catch (failure) {
    if (failure instanceof ExpressionRefused) return `is no condition: ${failure.message}`;
    throw failure;
  }
}

/** What is wrong with a condition; null when nothing is. */
export function problemOfCondition(condition: string): Problem | null {
  const compiled = compile(condition);
  return typeof compiled === 'string' ? { path: 'condition', message: compiled } : null;
}

/**
 * How a condition reads the customer of a case, when these ids are all theirs, first that of whoever stands for them: as the one that it names, so
 * that a rule for one customer is a rule for all who were found to be that customer.
 */
export const customerNamed = (condition: string, [root = '', ...merged]: readonly string[]): string =>
  [root, ...merged].find((id) => condition.includes(`"${id}"`)) ?? root;

/** Whether a condition holds. What it cannot tell, such as a comparison with a fact that is not there, does not hold. */
export function holds(condition: string, subject: Case, event: EventFacts): boolean {
  const compiled = compile(condition);
  if (typeof compiled === 'string') return false;
  const facts = Object.fromEntries(Object.entries(caseFacts).map(([fact, read]) => [fact, read(subject)]));
  return compiled.run({ case: facts, event }) === true;
}
