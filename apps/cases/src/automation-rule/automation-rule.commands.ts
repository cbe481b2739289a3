import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Actor, Context } from '@courtesy/subgraph';
import type {
  AddAutomationRuleInput,
  InputMaybe,
  ReviseAutomationRuleInput,
  SwitchAutomationRuleInput,
} from '@courtesy/graph-types/cases';
import { problemsOfDescribed } from '../macro/macro.commands.ts';
import {
  problemOfCondition,
  type AutomationRule,
  type AutomationRuleAdded,
  type AutomationRuleRevised,
  type AutomationRuleSwitched,
  type RuleReach,
} from './automation-rule.ts';
import { addRule, lockRule, saveRule } from './automation-rule.store.ts';

function problemsOfRule(input: AddAutomationRuleInput | ReviseAutomationRuleInput): Problem[] {
  const condition = problemOfCondition(input.condition);
  const triggers = input.triggers.length === 0 ? [{ path: 'triggers', message: 'is empty; name at least one' }] : [];
  return [...problemsOfDescribed(input), ...triggers, ...(condition ? [condition] : [])];
}

/** A rule may do what whoever wrote it may see, and no more. */
const reachOf = ({ reach, teamId, siteId, regionId }: Actor): RuleReach => ({ reach, teamId, siteId, regionId });

const said = ({ actor, now }: Context, input: AddAutomationRuleInput | ReviseAutomationRuleInput) => ({
  ...{ name: input.name.trim(), description: input.description ?? '', triggers: [...new Set(input.triggers)] },
  ...{ condition: input.condition.trim(), steps: input.steps, rank: input.rank ?? 100 },
  ...{ reach: reachOf(actor), writtenBy: actor.subject, writtenAt: now() },
});

/** Puts a rule in force. It acts on what happens from now on. */
export async function addAutomationRule(
  context: Context,
  input: AddAutomationRuleInput,
): Promise<AutomationRuleAdded | InvalidInput | IdempotencyKeyReused> {
  const { db, actor, now } = context;
  const problems = problemsOfRule(input);
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    ...{ key: input.idempotencyKey, operation: 'addAutomationRule', subject: actor.subject },
    ...{ input, now: now() },
  };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const rule: AutomationRule = { id: context.newId('rule'), ...said(context, input), isActive: true, version: 1 };
      await addRule(tx.manager, rule);
      return { type: 'AutomationRuleAdded' as const, rule };
    }),
  );
}

type RuleChange<T> = T | NotFound | StaleVersion<AutomationRule>;

/** The one way of a change: lock, decide, save. */
function changeRule<T extends { readonly rule: AutomationRule }>(
  { db }: Context,
  request: { readonly ruleId: string; readonly expectedVersion?: InputMaybe<number> },
  decide: (current: AutomationRule) => T,
): Promise<RuleChange<T>> {
  return db.transaction(async (tx): Promise<RuleChange<T>> => {
    const current = await lockRule(tx.manager, request.ruleId);
    if (!current) return notFound(request.ruleId);
    const expected = request.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const changed = decide(current);
    await saveRule(tx.manager, changed.rule);
    return changed;
  });
}

/** Lets a rule say something else, on what happens from now on, as far as whoever revises it sees. */
export async function reviseAutomationRule(
  context: Context,
  input: ReviseAutomationRuleInput,
): Promise<RuleChange<AutomationRuleRevised> | InvalidInput> {
  const problems = problemsOfRule(input);
  if (problems.length > 0) return invalidInput(problems);
  return changeRule<AutomationRuleRevised>(context, input, (current) => ({
    type: 'AutomationRuleRevised',
    rule: { ...current, ...said(context, input), version: current.version + 1 },
  }));
}

/** Lets a rule act no more, or again on what happens from now on. */
export function switchAutomationRule(
  context: Context,
  input: SwitchAutomationRuleInput,
): Promise<RuleChange<AutomationRuleSwitched>> {
  return changeRule(context, input, (current) => ({
    type: 'AutomationRuleSwitched',
    rule: { ...current, isActive: input.isActive, writtenAt: context.now(), version: current.version + 1 },
  }));
}
