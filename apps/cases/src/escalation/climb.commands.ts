import { durationOf } from '@courtesy/kernel';
import type { EntityManager } from 'typeorm';
import type { DueParts } from '@courtesy/subgraph';
import { isUnended, type Case } from '../case/case.ts';
import { caseTable } from '../case/case.table.ts';
import { ledgersOf } from '../clock/clock.store.ts';
import type { CalendarOf, ClockEvent } from '../clock/clock.ts';
import {
  nextLook,
  decideClimb,
  LOOK_AGAIN_MS,
  waitOf,
  type Climb,
  type ClimbDecision,
  type Raise,
  type Wait,
} from './climbing.ts';
import { saveClimb, takeClimbs, type KeptClimb } from './climb.store.ts';
import { escalationEvents } from './escalation-events.ts';
import { escalationsOf, saveEscalation } from './escalation.store.ts';
import { isOpen, settle, type Escalation } from './escalation.ts';
import { handOversOf } from './hand-over.store.ts';
import { findLadders, ladderFor } from './ladder.store.ts';
import type { EscalationLadder } from './ladder.ts';
import { raise, type RaisingParts } from './raising.commands.ts';

/** How many cases one transaction looks at. */
const BATCH = 50;
/** How long somebody has to accept where no ladder says, in milliseconds. */
const ACCEPT_WITHIN_MS = 1_800_000;

/** One case that is looked at, and what is known of it. */
interface Look {
  readonly kept: KeptClimb;
  readonly case: Case;
  readonly ladder: EscalationLadder | null;
  readonly climb: Climb;
  readonly history: readonly Escalation[];
}

const durationOrDefault = durationOf(ACCEPT_WITHIN_MS);

/** A new escalation, of which it is not known yet who is asked. What follows from one that expired goes on for the same reason's sake. */
async function draftOf(parts: RaisingParts, look: Look, by: Raise): Promise<Escalation> {
  const { case: about, climb, ladder } = look;
  const before = climb.open;
  const handOver = (await handOversOf(parts.tx.manager, [about])).get(about.id);
  const id = parts.newId('esc');
  const followsPerson = by.by === 'EXPIRY' && before !== null && !before.isAutomatic;
  return {
    ...(handOver ?? { asked: about.subject, done: '', promised: '', open: '' }),
    ...(followsPerson && { asked: before.asked, done: before.done, promised: before.promised, open: before.open }),
    ...{ id, caseId: about.id, originId: before?.originId ?? id, level: by.level, status: 'UNCOVERED' },
    ...{ isAutomatic: !followsPerson, requesterId: followsPerson ? before.requesterId : null },
    ...{ reason: followsPerson ? before.reason : by.reason, fromPersonId: about.assigneeId, toPersonId: null },
    ...{ ladderId: ladder?.id ?? null, wait: climb.wait?.key ?? null, raisedAt: parts.at },
    acceptWithin: by.acceptWithin ?? before?.acceptWithin ?? durationOrDefault,
    ...{ acceptBy: null, acceptedAt: null, settledAt: null, settledReason: null, version: 0 },
  };
}

/** Does what was decided about one case; answers what waits for somebody after it. */
async function carryOut(parts: RaisingParts, look: Look, decision: ClimbDecision): Promise<Escalation | null> {
  const { case: about, climb } = look;
  let { open } = climb;
  let history = look.history;
  if (open && decision.end) {
    const ended = settle(open, decision.end.as, decision.end.why, parts.at);
    await saveEscalation(parts.tx.manager, ended);
    parts.tx.emit(...escalationEvents(ended, about, parts.at));
    history = history.map((each) => (each.id === ended.id ? ended : each));
    open = null;
  }
  const by = decision.raise;
  if (!by) return open;
  const escalation = by.by === 'COVER_GAP' && open ? open : await draftOf(parts, look, by);
  return raise(parts, { escalation, level: by.level, case: about, history });
}

/** A wait that is new begins at the foot of the ladder that was in force when it began; one that was kept goes on where it was. */
async function keptOf(parts: RaisingParts, kept: KeptClimb, about: Case, wait: Wait | null): Promise<KeptClimb> {
  if (!wait || wait.key === kept.wait) return kept;
  const ladder = await ladderFor(parts.tx.manager, about, wait.recordedAt);
  return { caseId: about.id, wait: wait.key, ladderId: ladder?.id ?? null, step: 0 };
}

async function lookAt(parts: RaisingParts, look: Look): Promise<void> {
  const decision = decideClimb(look.climb, parts.at);
  const open = await carryOut(parts, look, decision);
  const after = { ...look.climb, open, step: decision.step };
  await saveClimb(parts.tx.manager, { ...look.kept, step: decision.step }, nextLook(after, parts.at));
}

/** What is known of the cases that are looked at together. */
interface Known {
  readonly cases: ReadonlyMap<string, Case>;
  readonly ledgers: ReadonlyMap<string, readonly ClockEvent[]>;
  readonly calendarOf: CalendarOf;
  readonly histories: ReadonlyMap<string, readonly Escalation[]>;
}

async function knownOf(manager: EntityManager, ids: readonly string[]): Promise<Known> {
  const cases = await manager.createQueryBuilder(caseTable, 'c').where('c.id = ANY (:ids)', { ids }).getMany();
  const clocks = await ledgersOf(manager, ids);
  const histories = await escalationsOf(manager, ids);
  return { cases: new Map(cases.map((each) => [each.id, each])), ...clocks, histories };
}

async function lookAtOne(parts: RaisingParts, before: KeptClimb, known: Known): Promise<void> {
  const about = known.cases.get(before.caseId);
  if (!about) throw new Error(`The case ${before.caseId} that climbs is not there`);
  const wait = waitOf(known.ledgers.get(about.id) ?? [], known.calendarOf, parts.at);
  const kept = await keptOf(parts, before, about, wait);
  const ladders = await findLadders(parts.tx.manager, kept.ladderId ? [kept.ladderId] : []);
  const ladder = ladders.get(kept.ladderId ?? '') ?? null;
  const history = known.histories.get(about.id) ?? [];
  const climb: Climb = {
    ...{ step: kept.step, steps: ladder?.levels ?? [], wait },
    isStopped: history.some((each) => each.status === 'ACCEPTED' && wait !== null && each.wait === wait.key),
    open: history.find(isOpen) ?? null,
    hasEnded: !isUnended(about.status),
  };
  await lookAt(parts, { kept, case: about, ladder, climb, history });
}

/** Looks at one case, or does nothing about it: what fails is looked at again later, and keeps no other case waiting. */
async function tryToLookAt(parts: RaisingParts, before: KeptClimb, known: Known): Promise<Error | null> {
  try {
    await parts.tx.attempt((tx) => lookAtOne({ ...parts, tx }, before, known));
    return null;
  } catch (failure) {
    await saveClimb(parts.tx.manager, before, new Date(parts.at.getTime() + LOOK_AGAIN_MS));
    return new Error(`The case ${before.caseId} could not climb`, { cause: failure });
  }
}

/**
 * Looks at the cases whose time has come: each climbs, goes on, or ends its ladder. Answers how many. Throws what failed once the others are
 * on record.
 */
export async function climbDue({ database, now, newId }: DueParts): Promise<number> {
  const failures: Error[] = [];
  const count = await database.transaction(async (tx) => {
    const parts: RaisingParts = { tx, at: now(), newId };
    const due = await takeClimbs(tx.manager, parts.at, BATCH);
    if (due.length === 0) return 0;
    const known = await knownOf(
      tx.manager,
      due.map(({ caseId }) => caseId),
    );
    for (const before of due) {
      const failure = await tryToLookAt(parts, before, known);
      if (failure) failures.push(failure);
    }
    return due.length;
  });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} cases could not climb`);
  return count;
}
