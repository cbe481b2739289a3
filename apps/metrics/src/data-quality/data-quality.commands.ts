import { invalidInput, isIdOf, notFound, staleVersion, type InvalidInput, type Problem } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, requireAll } from '@courtesy/subgraph';
import type {
  AdoptDataQualityRuleInput,
  RetireDataQualityRuleInput,
  ReviseDataQualityRuleInput,
  WaiveDataQualityFindingInput,
} from '@courtesy/graph-types/metrics';
import {
  addRule,
  judge,
  lockFinding,
  lockJudging,
  lockRule,
  resolveAllOf,
  ruleThatHolds,
  saveRule,
  saveWaiver,
} from './data-quality.store.ts';
import { kinds, problemsOfLimit, problemsOfReason, type DataQualityRule } from './data-quality-rule.ts';

/** Rules hold for all figures. */
const FOR_ALL = 'Rules of data quality are made by whoever reaches the whole organisation.';

const problemsOfOwner = (ownerId: string | null | undefined): Problem[] =>
  ownerId == null || isIdOf('pers', ownerId)
    ? []
    : [{ path: 'ownerId', message: `"${ownerId}" is not the id of a person` }];

function announce(tx: Transaction, { id, version, ...rule }: DataQualityRule, time: Date): void {
  const { kind, severity, ownerId, retiredAt } = rule;
  tx.emit({
    ...{ type: 'courtesy.data-quality-rule.changed.v1', subject: id, sequence: version, time },
    data: { kind, severity, ownerId, isRetired: retiredAt !== null },
  });
}

/** Makes a rule and judges by it all that is known. @throws a FORBIDDEN error for a caller who does not reach the whole organisation. */
export async function adoptDataQualityRule(context: Context, input: AdoptDataQualityRuleInput) {
  requireAll(context, FOR_ALL);
  const problems = [...problemsOfLimit(input.kind, input.limit), ...problemsOfOwner(input.ownerId)];
  if (problems.length > 0) return invalidInput(problems);
  const { actor, db, newId, now } = context;
  const asked = {
    key: input.idempotencyKey,
    operation: 'adoptDataQualityRule',
    subject: actor.subject,
    input,
    now: now(),
  };
  return db.transaction((tx) =>
    once(tx, asked, async () => {
      await lockJudging(tx.manager, 'alone');
      const known = await ruleThatHolds(tx.manager, input.kind);
      if (known) return { type: 'DataQualityRuleExists' as const, rule: known };
      const { kind, severity, ownerId } = input;
      const rule: DataQualityRule = {
        ...{ id: newId('dqru'), kind, facts: kinds[kind].facts, severity, limit: input.limit ?? kinds[kind].limit },
        ...{ ownerId, adoptedAt: now(), retiredAt: null, version: 1 },
      };
      await addRule(tx.manager, rule);
      const found = await judge(tx.manager, { facts: rule.facts, of: 'ALL', what: rule.id, at: now() });
      announce(tx, rule, now());
      return { type: 'DataQualityRuleAdopted' as const, rule, found };
    }),
  );
}

interface Request {
  readonly ruleId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** What is decided of a rule: as it is from now on, or what is wrong with what was asked. */
type Decided<T extends string> = { readonly type: T; readonly rule: DataQualityRule } | InvalidInput;

/** The one way of a change: wait for whoever judges, lock, decide, save, announce. */
function changeRule<T extends string>(
  context: Context,
  { ruleId, expectedVersion }: Request,
  decide: (current: DataQualityRule, tx: Transaction) => Promise<Decided<T>>,
) {
  requireAll(context, FOR_ALL);
  return context.db.transaction(async (tx) => {
    await lockJudging(tx.manager, 'alone');
    const current = await lockRule(tx.manager, ruleId);
    if (!current) return notFound(ruleId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    if (current.retiredAt !== null) return { type: 'DataQualityRuleIsRetired' as const, rule: current };
    const decided = await decide(current, tx);
    if ('rule' in decided) announce(tx, decided.rule, context.now());
    return decided;
  });
}

/** Revises how grave a rule is, its limit, or who sees to it, as its next version. With another limit all is judged anew. */
export async function reviseDataQualityRule(context: Context, input: ReviseDataQualityRuleInput) {
  return changeRule(context, input, async (current, tx) => {
    const problems = [...problemsOfLimit(current.kind, input.limit), ...problemsOfOwner(input.ownerId)];
    if (problems.length > 0) return invalidInput(problems);
    const rule = {
      ...{ ...current, severity: input.severity ?? current.severity, limit: input.limit ?? current.limit },
      ...{ ownerId: input.ownerId ?? current.ownerId, version: current.version + 1 },
    };
    await saveRule(tx.manager, rule);
    if (rule.limit !== current.limit)
      await judge(tx.manager, { facts: rule.facts, of: 'ALL', what: rule.id, at: context.now() });
    return { type: 'DataQualityRuleRevised' as const, rule };
  });
}

/** Retires a rule: nothing is found by it any more, and what it found stands no more. */
export async function retireDataQualityRule(context: Context, input: RetireDataQualityRuleInput) {
  return changeRule(context, input, async (current, tx) => {
    const rule = { ...current, retiredAt: context.now(), version: current.version + 1 };
    await saveRule(tx.manager, rule);
    await resolveAllOf(tx.manager, rule.id, context.now());
    return { type: 'DataQualityRuleRetired' as const, rule };
  });
}

/** Puts up with a finding, and says why: it harms no figure from now on. */
export async function waiveDataQualityFinding(context: Context, { findingId, because }: WaiveDataQualityFindingInput) {
  const problems = problemsOfReason(because);
  if (problems.length > 0) return invalidInput(problems);
  const { actor, db, now } = context;
  return db.transaction(async (tx) => {
    const current = await lockFinding(tx.manager, actor, findingId);
    if (!current) return notFound(findingId);
    if (current.resolvedAt !== null || current.waivedAt !== null)
      return { type: 'DataQualityFindingIsOver' as const, finding: current };
    const finding = { ...current, waivedAt: now(), waivedById: actor.personId ?? null, waiver: because.trim() };
    await saveWaiver(tx.manager, finding);
    tx.emit({
      ...{ type: 'courtesy.data-quality-finding.waived.v1', subject: findingId, sequence: 1, time: now() },
      data: { ruleId: finding.ruleId, recordId: finding.recordId, siteId: finding.siteId, teamId: finding.teamId },
    });
    return { type: 'DataQualityFindingWaived' as const, finding };
  });
}
