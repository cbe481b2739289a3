import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { signalsOf, type CaseChange } from './case-change.ts';
import { announcements } from './clock-events.ts';
import { appendToLedgers, knownOfCases, type LedgerChange } from './clock.store.ts';
import { isNoticed, type CalendarOf, type CaseAtRisk, type ClockEvent } from './clock.ts';
import { follow } from './following.ts';
import { readClock } from './reading.ts';

/** Of a clock that has just moved, what the list of what is next is to say; null when it is due at no instant. */
function dueRow(ledger: readonly ClockEvent[], moved: ClockEvent, calendarOf: CalendarOf): CaseAtRisk | null {
  const now = moved.at > moved.recordedAt ? moved.at : moved.recordedAt;
  const reading = readClock(ledger, moved.clock, calendarOf, now).at(-1);
  if (reading?.state !== 'RUNNING' || !reading.dueAt || reading.target === null) return null;
  return {
    caseId: moved.caseId,
    clock: moved.clock,
    segment: reading.segment,
    dueAt: reading.dueAt,
    target: reading.target,
    calendarVersionId: reading.calendarVersionId,
    standardId: reading.standardId,
    noticedAt: isNoticed(ledger, moved.clock, reading.dueAt) ? moved.recordedAt : null,
  };
}

function changeOf(ledger: readonly ClockEvent[], added: readonly ClockEvent[], calendarOf: CalendarOf): LedgerChange {
  const all = [...ledger, ...added];
  const lastOfEach = [...new Map(added.map((each) => [each.clock, each])).values()];
  const rows = lastOfEach.map((moved) => ({ moved, due: dueRow(all, moved, calendarOf) }));
  return {
    added,
    due: rows.flatMap(({ due }) => due ?? []),
    notDue: rows.filter(({ due }) => !due).map(({ moved }) => moved),
  };
}

/**
 * Moves the clocks of cases that the caller has locked or just added, in the same transaction: the rows of the ledger, the list of what is next,
 * and what is announced. Two statements however many cases; none when nothing that happened can move a clock.
 */
export async function moveClocks(context: Context, tx: Transaction, changes: readonly CaseChange[]): Promise<void> {
  const moving = changes.filter(({ signals, contacts }) => signals.length > 0 || contacts.length > 0);
  if (moving.length === 0) return;
  const known = await knownOfCases(tx.manager, moving);
  const ledgers = moving.flatMap((change): LedgerChange[] => {
    const of = known.get(change.case.id);
    if (!of) return [];
    const { id: caseId, status } = change.case;
    const situation = { ...of, caseId, status, recordedAt: context.now(), newId: () => context.newId('clke') };
    const added = follow(situation, signalsOf(change, of.asked));
    tx.emit(...announcements(of.ledger, added, of.calendarOf));
    return [changeOf(of.ledger, added, of.calendarOf)];
  });
  const whole: LedgerChange = {
    added: ledgers.flatMap(({ added }) => added),
    due: ledgers.flatMap(({ due }) => due),
    notDue: ledgers.flatMap(({ notDue }) => notDue),
  };
  if (whole.added.length > 0) await appendToLedgers(tx.manager, whole);
}
