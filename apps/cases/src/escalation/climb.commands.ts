import { durationOf } from '@courtesy/kernel';
import type { DueParts } from '@courtesy/subgraph';
import { isUnended, type Case } from '../case/case.ts';
import { caseTable } from '../case/case.table.ts';
import { ledgersOf } from '../clock/clock.store.ts';
import { nextLook, decideClimb, waitOf, type Climb, type Decision, type Raise, type Wait } from './climbing.ts';
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
async function carryOut(parts: RaisingParts, look: Look, decision: Decision): Promise<Escalation | null> {
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

/** Looks at the cases whose time has come: each climbs, goes on, or ends its ladder. Answers how many. */
export function climbDue({ database, now, newId }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const parts: RaisingParts = { tx, at: now(), newId };
    const due = await takeClimbs(tx.manager, parts.at, BATCH);
    if (due.length === 0) return 0;
    const ids = due.map(({ caseId }) => caseId);
    const cases = await tx.manager.createQueryBuilder(caseTable, 'c').where('c.id = ANY (:ids)', { ids }).getMany();
    const byId = new Map(cases.map((each) => [each.id, each]));
    const { ledgers, calendarOf } = await ledgersOf(tx.manager, ids);
    const histories = await escalationsOf(tx.manager, ids);
    for (const before of due) {
      const about = byId.get(before.caseId);
      if (!about) continue;
      const wait = waitOf(ledgers.get(about.id) ?? [], calendarOf, parts.at);
      const kept = await keptOf(parts, before, about, wait);
      const ladder = (await findLadders(tx.manager, kept.ladderId ? [kept.ladderId] : [])).get(kept.ladderId ?? '');
      const history = histories.get(about.id) ?? [];
      const climb: Climb = {
        ...{ step: kept.step, steps: ladder?.levels ?? [], wait },
        isStopped: history.some((each) => each.status === 'ACCEPTED' && wait !== null && each.wait === wait.key),
        open: history.find(isOpen) ?? null,
        hasEnded: !isUnended(about.status),
      };
      await lookAt(parts, { kept, case: about, ladder: ladder ?? null, climb, history });
    }
    return due.length;
  });
}
