import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AddRiskControlInput, AssessRiskControlInput, RetireRiskControlInput } from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';
import { problemsOfNote, problemsOfReason } from '../policy/policy-version.ts';
import { linksOf, problemsOfLinks } from '../risk/policy-link.ts';
import { problemsOfNamed } from '../risk/risk.commands.ts';
import { problemsOfOwner } from '../risk/risk-given.ts';
import type { IllegalRiskStatus } from '../risk/risk.ts';
import { lockRisk } from '../risk/risk.store.ts';
import {
  assessControl,
  retireControl,
  type RiskControl,
  type RiskControlAdded,
  type RiskControlAssessed,
  type RiskControlIsRetired,
  type RiskControlRetired,
} from './risk-control.ts';
import { addControl, addControlAssessment, lockControl, saveControl } from './risk-control.store.ts';

/** Why a control could not be touched at all. */
export type Refusal = NotFound | StaleVersion<RiskControl> | InvalidInput;
/** What can come of adding a control. */
export type AddRiskControlOutcome =
  RiskControlAdded | IllegalRiskStatus | NotFound | InvalidInput | IdempotencyKeyReused;

async function add(
  { newId }: Context,
  tx: Transaction,
  input: AddRiskControlInput,
): Promise<RiskControlAdded | IllegalRiskStatus | NotFound | InvalidInput> {
  const risk = await lockRisk(tx.manager, input.riskId);
  if (!risk) return notFound(input.riskId);
  if (risk.standing === 'CLOSED') return { type: 'IllegalRiskStatus', risk, status: 'CLOSED' };
  const unknown = await problemsOfNamed(tx, input.policies);
  if (unknown.length > 0) return invalidInput(unknown);
  const control: RiskControl = {
    id: newId('rctl'),
    riskId: risk.id,
    title: input.title.trim(),
    description: input.description?.trim() ?? null,
    kind: input.kind,
    ownerId: input.ownerId,
    policies: linksOf(input.policies ?? []),
    effectiveness: null,
    assessedAt: null,
    retiredAt: null,
    retirementReason: null,
    version: 1,
  };
  await addControl(tx.manager, control);
  return { type: 'RiskControlAdded', control };
}

/** Adds a control to a risk. */
export async function addRiskControl(context: Context, input: AddRiskControlInput): Promise<AddRiskControlOutcome> {
  const problems = [
    ...problemsOfName('title', input.title),
    ...problemsOfNote('description', input.description),
    ...problemsOfOwner(input.ownerId),
    ...problemsOfLinks(input.policies),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'addRiskControl',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) => once(tx, request, () => add(context, tx, input)));
}

/** Runs a change of a control in a transaction, with it locked and still as the caller read it. */
async function onControl<T>(
  { db }: Context,
  input: { readonly controlId: string; readonly expectedVersion?: number | null | undefined },
  problems: readonly Problem[],
  change: (tx: Transaction, control: RiskControl) => Promise<T>,
): Promise<T | Refusal> {
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction(async (tx): Promise<T | Refusal> => {
    const control = await lockControl(tx.manager, input.controlId);
    if (!control) return notFound(input.controlId);
    if (input.expectedVersion != null && input.expectedVersion !== control.version)
      return staleVersion(input.expectedVersion, control);
    return change(tx, control);
  });
}

/** Puts on record how well a control works. */
export function assessRiskControl(
  context: Context,
  input: AssessRiskControlInput,
): Promise<RiskControlAssessed | RiskControlIsRetired | Refusal> {
  const { actor, newId } = context;
  const now = context.now();
  return onControl(context, input, problemsOfNote('note', input.note), async (tx, current) => {
    const outcome = assessControl(current, input.effectiveness, now);
    if (outcome.type !== 'RiskControlAssessed') return outcome;
    await saveControl(tx.manager, outcome.control);
    await addControlAssessment(tx.manager, {
      id: newId('rcas'),
      controlId: current.id,
      number: outcome.control.version,
      effectiveness: input.effectiveness,
      note: input.note?.trim() || null,
      assessorId: actor.personId ?? null,
      recordedBy: actor.subject,
      assessedAt: now,
    });
    return outcome;
  });
}

/** Retires a control. */
export function retireRiskControl(
  context: Context,
  input: RetireRiskControlInput,
): Promise<RiskControlRetired | RiskControlIsRetired | Refusal> {
  const now = context.now();
  return onControl(context, input, problemsOfReason('reason', input.reason), async (tx, current) => {
    const outcome = retireControl(current, input.reason, now);
    if (outcome.type === 'RiskControlRetired') await saveControl(tx.manager, outcome.control);
    return outcome;
  });
}
