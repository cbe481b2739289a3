import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { type Context, onceRequest, rootsOf } from '@courtesy/subgraph';
import type {
  CasePriority,
  IncidentSeverity,
  IssueStatusUpdateInput,
  LinkAffectedCustomersInput,
  ResolveIncidentInput,
} from '@courtesy/graph-types/cases';
import { addCases, nextCaseNumbers } from '../case/case.store.ts';
import { openedEvent } from '../case/case-events.ts';
import { isUnended, type Case } from '../case/case.ts';
import { moveCases } from '../case/move.commands.ts';
import { hasMoved, type MoveOutcome } from '../case/move.ts';
import { withPrecedence } from '../case/precedence.store.ts';
import { newCase } from '../case/opening.ts';
import { opening } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import { recordContacts } from '../interaction/interaction.commands.ts';
import { recordMovements } from '../timeline/movement.commands.ts';
import { addChildren, affectedAlready, lockChildren } from './incident-child.store.ts';
import { problemsOfAffected, problemsOfStory } from './incident-input.ts';
import { lockRequested, placeOf, stepLocked, stepRequested, type IncidentRefused } from './incident-step.commands.ts';
import { takeIncidentStep, type MajorIncident } from './major-incident.ts';
import type {
  AffectedCustomersLinked,
  IncidentChildOutcome,
  IncidentResolved,
  StatusUpdateIssued,
} from './affected.ts';

const priorityOf: Readonly<Record<IncidentSeverity, CasePriority>> = {
  CRITICAL: 'URGENT',
  MAJOR: 'HIGH',
  MODERATE: 'NORMAL',
};

/** Where the children are handled, unless the caller says: at the incident's only site, or at the caller's desk; otherwise whoever opened them could not see them. */
function homeOf({ actor }: Context, { siteIds }: MajorIncident, { siteId, teamId }: LinkAffectedCustomersInput) {
  const only = siteIds.length === 1 ? siteIds[0] : null;
  const atDesk = actor.reach === 'TEAM' || actor.reach === 'OWN';
  return {
    siteId: siteId ?? (actor.reach === 'SITE' || atDesk ? actor.siteId : null) ?? only ?? null,
    teamId: teamId ?? (atDesk ? actor.teamId : null) ?? null,
    assigneeId: actor.reach === 'OWN' ? (actor.personId ?? null) : null,
  };
}

/** Opens one child case for each customer by the road of every case, in a handful of statements, however many. */
async function openChildren(
  context: Context,
  tx: Transaction,
  incident: MajorIncident,
  { customerIds, input }: { readonly customerIds: readonly string[]; readonly input: LinkAffectedCustomersInput },
): Promise<void> {
  const numbers = await nextCaseNumbers(tx.manager, customerIds.length);
  const { channel, subject, type } = input;
  const shared = {
    ...{ type: type ?? 'INCIDENT', channel, subject: subject ?? incident.title },
    ...{ priority: priorityOf[incident.severity], openedAt: context.now(), ...homeOf(context, incident, input) },
  } as const;
  const matters = await withPrecedence(
    tx.manager,
    customerIds.map((customerId) => ({ ...shared, customerId })),
  );
  const opened = matters.map((matter, i) => newCase(matter, { id: context.newId('case'), number: numbers[i] ?? 0 }));
  await addCases(tx.manager, opened);
  await addChildren(tx.manager, incident.id, opened);
  await recordMovements(context, tx, { opened });
  const place = placeOf(incident, context.now(), context.actor.personId ?? null);
  tx.emit(...opened.map(openedEvent));
  tx.emit(
    ...opened.map(({ id: caseId, customerId }) => ({
      type: 'courtesy.incident.affected.v1' as const,
      ...{ subject: incident.id, sequence: incident.version, time: context.now() },
      data: { ...place, customerId, caseId },
    })),
  );
  await moveClocks(context, tx, opened.map(opening));
}

async function link(
  context: Context,
  tx: Transaction,
  input: LinkAffectedCustomersInput,
): Promise<AffectedCustomersLinked | IncidentRefused> {
  const current = await lockRequested(context, tx, input);
  if ('type' in current) return current;
  // Whoever was merged is one customer, by whichever id they are named.
  const wanted = [...new Set(await rootsOf(tx.manager, input.customerIds))].sort();
  // The lock of the incident lets one caller at a time look; the key of the table would refuse a second child all the same.
  const already = await affectedAlready(tx.manager, current.id, wanted);
  const customerIds = wanted.filter((id) => !already.has(id));
  const counts = { known: already.size, duplicates: input.customerIds.length - wanted.length };
  const step = { verb: 'LINK_CUSTOMERS', entry: { customers: customerIds.length } } as const;
  if (customerIds.length === 0) {
    const allowed = takeIncidentStep(current, step, context.now());
    if ('type' in allowed) return allowed;
    return { type: 'AffectedCustomersLinked', incident: current, added: 0, ...counts };
  }
  const incident = await stepLocked(context, tx, current, step);
  if ('type' in incident) return incident;
  await openChildren(context, tx, incident, { customerIds, input });
  return { type: 'AffectedCustomersLinked', incident, added: customerIds.length, ...counts };
}

/** Opens one child case for each customer named who has none of this incident yet. Sent again it adds nothing. */
export async function linkAffectedCustomers(
  context: Context,
  input: LinkAffectedCustomersInput,
): Promise<AffectedCustomersLinked | IncidentRefused | InvalidInput | IdempotencyKeyReused> {
  const problems = problemsOfAffected(input);
  if (problems.length > 0) return invalidInput(problems);
  const request = onceRequest(context, 'linkAffectedCustomers', input);
  return context.db.transaction((tx) => once(tx, request, () => link(context, tx, input)));
}

/** Tells the customers of all children that have not ended how an incident stands: a contact on record of each, and a line on the timeline. */
export async function issueStatusUpdate(
  context: Context,
  input: IssueStatusUpdateInput,
): Promise<StatusUpdateIssued | IncidentRefused | InvalidInput | IdempotencyKeyReused> {
  const problems = problemsOfStory('text', input.text);
  if (problems.length > 0) return invalidInput(problems);
  const request = onceRequest(context, 'issueStatusUpdate', input);
  return context.db.transaction((tx) =>
    once<StatusUpdateIssued | IncidentRefused>(tx, request, async () => {
      const current = await lockRequested(context, tx, input);
      if ('type' in current) return current;
      const children = await lockChildren(tx.manager, context.actor, current.id);
      const reached = children.filter(({ status }) => isUnended(status));
      const entry = { text: input.text, customers: reached.length };
      const incident = await stepLocked(context, tx, current, { verb: 'ISSUE_UPDATE', entry });
      if ('type' in incident) return incident;
      await recordContacts(context, tx, reached, { channel: input.channel ?? null, body: input.text });
      return { type: 'StatusUpdateIssued', incident, reached, leftAlone: children.length - reached.length };
    }),
  );
}

/** What became of a child that had not ended: hindered when what stands in its way is reported, never forced. */
function outcomeOf(
  child: Case,
  resolved: MoveOutcome | undefined,
  closed: MoveOutcome | undefined,
): IncidentChildOutcome {
  const last = closed ?? resolved;
  const failures = last?.type === 'GuardFailed' ? last.failures : [];
  if (closed && hasMoved(closed)) return { case: closed.case, disposition: 'CLOSED', failures };
  if (resolved && hasMoved(resolved)) return { case: resolved.case, disposition: 'RESOLVED', failures };
  return { case: child, disposition: resolved ? 'HINDERED' : 'LEFT_ALONE', failures };
}

/** Resolves the children that have not ended, and closes those then if wanted, by the one road of every change. The others are left alone. */
async function cascade(
  context: Context,
  tx: Transaction,
  children: readonly Case[],
  { outcome, closeChildren }: ResolveIncidentInput,
): Promise<IncidentChildOutcome[]> {
  const open = children.filter(({ status }) => isUnended(status));
  const resolve = open.map(({ id }) => ({ caseId: id, step: { verb: 'RESOLVE', outcome } as const }));
  const taken = await moveCases(context, tx, resolve);
  const resolved = new Map(open.map(({ id }, i) => [id, taken[i]]));
  const toClose = closeChildren ? taken.flatMap((each) => (hasMoved(each) ? each.case.id : [])) : [];
  const close = toClose.map((caseId) => ({ caseId, step: { verb: 'CLOSE' } as const }));
  const ended = close.length > 0 ? await moveCases(context, tx, close) : [];
  const closed = new Map(toClose.map((id, i) => [id, ended[i]]));
  return children.map((child) => outcomeOf(child, resolved.get(child.id), closed.get(child.id)));
}

/** Says that an incident is over, and resolves the children that have not ended: each says what became of it. */
export async function resolveIncident(
  context: Context,
  input: ResolveIncidentInput,
): Promise<IncidentResolved | IncidentRefused | InvalidInput> {
  const problems = problemsOfStory('text', input.text);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const step = { verb: 'RESOLVE', entry: { text: input.text } } as const;
    const incident = await stepRequested(context, tx, input, step);
    if ('type' in incident) return incident;
    const children = await lockChildren(tx.manager, context.actor, incident.id);
    return { type: 'IncidentResolved' as const, incident, children: await cascade(context, tx, children, input) };
  });
}
