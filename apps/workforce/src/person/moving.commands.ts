import { notFound, staleVersion, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MovePersonInput, RecordDepartureInput } from '@courtesy/graph-types/workforce';
import { passOnOfLeaver } from '../action-item/action-item.commands.ts';
import { endSkillsOfLeaver } from '../skill/skill.commands.ts';
import { giveUpLeads } from '../team/team.commands.ts';
import { requirePostingInReach, surroundingsOf } from './person.commands.ts';
import { leftEvent, movedEvent } from './person-events.ts';
import {
  leave,
  move,
  passUp,
  postingAfter,
  type DepartureRecorded,
  type Person,
  type PersonHasLeft,
  type PersonMoved,
  type ReportingCycle,
} from './person.ts';
import {
  lineChangedAt,
  lineUpFrom,
  lockPerson,
  lockReportingLines,
  lockReports,
  openLines,
  saveLines,
  savePeople,
} from './person.store.ts';
import { changeLines, type LineChange } from './reporting-line.ts';

/** What can come of moving somebody. */
export type MovePersonOutcome =
  PersonMoved | ReportingCycle | PersonHasLeft | NotFound | StaleVersion<Person> | InvalidInput;

/** What can come of recording that somebody left. */
export type RecordDepartureOutcome = DepartureRecorded | PersonHasLeft | NotFound | StaleVersion<Person> | InvalidInput;

/** Applies changes of managers to the reporting lines on record; answers from when each holds. */
async function redrawLines(
  context: Context,
  tx: Transaction,
  changes: readonly LineChange[],
): Promise<ReadonlyMap<string, Date>> {
  const open = await openLines(
    tx.manager,
    changes.map(({ personId }) => personId),
  );
  const lines = changeLines(open, changes, () => context.newId('line'));
  await saveLines(tx.manager, lines);
  return lines.heldSince;
}

async function decideMove(
  context: Context,
  tx: Transaction,
  current: Person,
  input: MovePersonInput,
): Promise<ReturnType<typeof move>> {
  const around = await surroundingsOf(tx, [current, input]);
  requirePostingInReach(context, current, around, current.id);
  requirePostingInReach(context, postingAfter(current, input, around), around, current.id);
  const now = context.now();
  // Only a wished manager can close a circle: the line as it is has none.
  const line = input.managerId ? await lineUpFrom(tx.manager, input.managerId) : [];
  const changedAt = input.managerId === undefined ? null : await lineChangedAt(tx.manager, current.id);
  return move(current, input, { ...around, line }, { at: input.movedAt ?? now, now, lineChangedAt: changedAt });
}

/** Gives somebody another role, site, team or manager. */
export function movePerson(context: Context, input: MovePersonInput): Promise<MovePersonOutcome> {
  return context.db.transaction(async (tx) => {
    if (input.managerId !== undefined) await lockReportingLines(tx.manager);
    const current = await lockPerson(tx.manager, input.personId);
    if (!current) return notFound(input.personId);
    if (input.expectedVersion && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = await decideMove(context, tx, current, input);
    if (outcome.type !== 'PersonMoved' || outcome.person.version === current.version) return outcome;
    const { person, at } = outcome;
    await savePeople(tx.manager, [person]);
    if (person.managerId !== current.managerId)
      await redrawLines(context, tx, [{ personId: person.id, managerId: person.managerId, at }]);
    tx.emit(movedEvent(person, at));
    if (person.siteId !== current.siteId) await giveUpLeads(tx, person.id, at);
    return outcome;
  });
}

/** Lets a leaving person's reports report to whoever that person reported to. */
async function passReportsUp(context: Context, tx: Transaction, leaving: Person, at: Date): Promise<number> {
  const reports = (await lockReports(tx.manager, leaving.id)).map((report) => passUp(report, leaving));
  const changes = [
    { personId: leaving.id, managerId: null, at },
    ...reports.map(({ id, managerId }) => ({ personId: id, managerId, at })),
  ];
  const heldSince = await redrawLines(context, tx, changes);
  await savePeople(tx.manager, reports);
  tx.emit(...reports.map((report) => movedEvent(report, heldSince.get(report.id) ?? at)));
  return reports.length;
}

/** Records that somebody left. Their reports go to their manager, and the teams they led have no lead. */
export function recordDeparture(context: Context, input: RecordDepartureInput): Promise<RecordDepartureOutcome> {
  return context.db.transaction(async (tx) => {
    await lockReportingLines(tx.manager);
    const current = await lockPerson(tx.manager, input.personId);
    if (!current) return notFound(input.personId);
    requirePostingInReach(context, current, await surroundingsOf(tx, [current]), current.id);
    if (input.expectedVersion && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const now = context.now();
    const changedAt = await lineChangedAt(tx.manager, current.id);
    const outcome = leave(current, { at: input.leftAt ?? now, now, lineChangedAt: changedAt });
    if (outcome.type !== 'DepartureRecorded') return outcome;
    await savePeople(tx.manager, [outcome.person]);
    tx.emit(leftEvent(outcome.person, outcome.at));
    const reportsMoved = await passReportsUp(context, tx, current, outcome.at);
    await giveUpLeads(tx, current.id, outcome.at);
    await endSkillsOfLeaver(tx, current.id, outcome.at);
    await passOnOfLeaver(context, tx, { ...current, at: outcome.at });
    return { ...outcome, reportsMoved };
  });
}
