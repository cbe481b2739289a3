import { invalidInput, isIdOf, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RegisterComplaintInput, RuleOnEligibilityInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import { lockCase } from '../case/case.store.ts';
import { putOnRecord, recordOf, stepAs, withComplaint } from './complaint.commands.ts';
import type { Complaint } from './complaint.ts';
import { addComplaint, complaintOfCase, regimesInEffect } from './complaint.store.ts';
import {
  chooseRegime,
  newComplaint,
  problemsOfKeys,
  takesComplaint,
  type CaseTakesNoComplaint,
  type ComplaintAlreadyRegistered,
  type RegimeUndecided,
} from './registering.ts';

/** A complaint was put on record. */
export interface ComplaintRegistered {
  readonly type: 'ComplaintRegistered';
  readonly complaint: Complaint;
}

/** What can come of registering a complaint. */
export type RegisterComplaintOutcome =
  | ComplaintRegistered
  | ComplaintAlreadyRegistered
  | CaseTakesNoComplaint
  | RegimeUndecided
  | NotFound
  | InvalidInput
  | IdempotencyKeyReused;

async function register(context: Context, tx: Transaction, input: RegisterComplaintInput, now: Date) {
  const about = await lockCase(tx.manager, context.actor, input.caseId);
  if (!about) return notFound(input.caseId);
  const known = await complaintOfCase(tx.manager, about.id);
  if (known) return { type: 'ComplaintAlreadyRegistered' as const, complaint: known };
  if (!takesComplaint(about)) return { type: 'CaseTakesNoComplaint' as const, case: about };
  const receivedAt = input.receivedAt ?? about.openedAt;
  const thenInEffect = await regimesInEffect(tx.manager, receivedAt);
  // A complaint from before the first regime is handled by the one of today.
  const inEffect = thenInEffect.length > 0 ? thenInEffect : await regimesInEffect(tx.manager, now);
  const regime = chooseRegime(inEffect, input.regimeId);
  if ('type' in regime) return regime;
  const matter = { receivedAt, category: input.category ?? null, kinds: input.kinds ?? [] };
  const problems = problemsOfKeys(regime.rules, matter);
  if (problems.length > 0) return invalidInput(problems);
  const record = { ...recordOf(context, now), complaintId: context.newId('cmpl') };
  const { step, ...begun } = newComplaint(about, regime, matter, record);
  await addComplaint(tx.manager, begun.complaint);
  await putOnRecord(context, tx, about, { known: begun, step });
  return { type: 'ComplaintRegistered' as const, complaint: begun.complaint };
}

/** Puts a complaint on record beside its case, pins the regime's version and starts its limits. */
export async function registerComplaint(
  context: Context,
  input: RegisterComplaintInput,
): Promise<RegisterComplaintOutcome> {
  const { db, actor } = context;
  const now = context.now();
  if (input.regimeId != null && !isIdOf('crg', input.regimeId))
    return invalidInput([{ path: 'regimeId', message: `"${input.regimeId}" is not the id of a complaint regime` }]);
  if (input.receivedAt && input.receivedAt > now)
    return invalidInput([{ path: 'receivedAt', message: 'lies in the future' }]);
  const request = { key: input.idempotencyKey, operation: 'registerComplaint', subject: actor.subject, input, now };
  return db.transaction((tx) => once(tx, request, () => register(context, tx, input, now)));
}

/** Rules whether the procedure is open to a complaint. */
export async function ruleOnEligibility(context: Context, input: RuleOnEligibilityInput) {
  const ground = input.eligible ? null : problemWithText('ground', input.ground ?? '', MAX_REASON);
  if (ground) return invalidInput([ground]);
  return withComplaint(context, input, async (locked) => {
    const { complaint, rules, now } = locked;
    const category = input.category ?? complaint.category;
    const problems = problemsOfKeys(rules, { category, kinds: [] });
    if (problems.length > 0) return invalidInput(problems);
    const ineligibleBecause = input.eligible ? null : (input.ground ?? null);
    return stepAs('EligibilityRuled', context, locked, {
      ...{ verb: 'RULE', at: now, reason: input.ground ?? null },
      changes: { category, isEligible: input.eligible, ineligibleBecause },
    });
  });
}
