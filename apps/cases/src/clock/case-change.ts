import { isUnended, type Case, type CaseMoved } from '../case/case.ts';
import type { Interaction } from '../interaction/interaction.ts';
import type { ClockSignal } from './following.ts';

/** A contact, as far as clocks go. */
export type Heard = Pick<Interaction, 'id' | 'direction' | 'occurredAt' | 'isAutomatic'>;

/** What happened to one case that may move its clocks. */
export interface CaseChange {
  /** The case after it. */
  readonly case: Case;
  /** For which instant the standard is asked that new terms come from. */
  readonly at: Date;
  readonly signals: readonly ClockSignal[];
  /** Contacts put on record with it. */
  readonly contacts: readonly Heard[];
}

/** A case was opened here: its clocks run whether anything is promised or not. */
export const opening = (opened: Case): CaseChange => ({
  case: opened,
  at: opened.openedAt,
  signals: [{ type: 'OPENED', at: opened.openedAt, cause: 'OPENED', answered: false, promisedOnly: false }],
  contacts: [],
});

/** A case was opened with contacts that are on record already. */
export const beginningWith = (opened: Case, contacts: readonly Heard[]): CaseChange => ({
  ...opening(opened),
  contacts: contacts.filter(({ isAutomatic }) => !isAutomatic),
});

/** A contact was put on record. What a machine sent or sent back moves nothing: nobody has answered, and nobody asks. */
export const hearing = (about: Case, contact: Heard): CaseChange => ({
  case: about,
  at: contact.occurredAt,
  signals: [],
  contacts: contact.isAutomatic ? [] : [contact],
});

/** A contact record was corrected: what the earlier one ended goes on, until the instant at which the corrected one says it ended. */
export function correcting(about: Case, earlier: Heard, corrected: Heard, now: Date): CaseChange {
  const taken: ClockSignal = { type: 'TAKEN_BACK', at: now, cause: corrected.id, of: earlier.id };
  const { status } = about;
  const at = about.resolvedAt ?? now;
  const ended: ClockSignal = { type: 'MOVED', at, cause: status, from: status, to: status, reason: null };
  const signals = isUnended(about.status) ? [taken] : [taken, ended];
  return { ...hearing(about, corrected), signals };
}

/** A case moved. An assignment and a dispute move no clock. */
export function moving(moved: CaseMoved): CaseChange {
  const { case: after, from, at } = moved;
  const reason = after.statusReason;
  const signals: ClockSignal[] = [];
  if (after.status !== from) signals.push({ type: 'MOVED', at, cause: after.status, from, to: after.status, reason });
  if (moved.type === 'CasePrioritised')
    signals.push({ type: 'PRIORITISED', at, cause: after.priority, reason: moved.reason });
  return { case: after, at, signals, contacts: [] };
}

/** A complaint of the case took a step. */
export interface Regulated {
  /** The id of the step. */
  readonly id: string;
  readonly at: Date;
  /** By when something must be sent next; null when nothing must. */
  readonly dueBy: Date | null;
  /** Whether the step sent a letter: that is an answer like any other. */
  readonly isLetter: boolean;
}

/** The rules of a complaint say what must be sent next, and by when. */
export const regulating = (about: Case, { id, at, dueBy, isLetter }: Regulated): CaseChange => ({
  case: about,
  at,
  signals: [{ type: 'REGULATED', at, cause: id, dueBy }],
  contacts: isLetter ? [{ id, direction: 'OUTBOUND', occurredAt: at, isAutomatic: false }] : [],
});

/** A case goes on for others that were merged into it: what their customers asked, and nobody answered, is asked of it. */
export const joining = (survivor: Case, merge: { readonly id: string; readonly at: Date }): CaseChange => ({
  ...{ case: survivor, at: merge.at, contacts: [] },
  signals: [{ type: 'JOINED', at: merge.at, cause: merge.id }],
});

/** A case goes on without others that were merged into it and took their contacts with them. */
export const parting = (
  survivor: Case,
  merge: { readonly id: string; readonly at: Date; readonly contacts: readonly string[] },
): CaseChange => ({
  ...{ case: survivor, at: merge.at, contacts: [] },
  signals: [{ type: 'PARTED', at: merge.at, cause: merge.id, contacts: merge.contacts }],
});

/** Whether a change can leave a word of the customer unanswered that was answered before, or was asked elsewhere. */
export const mayAsk = ({ contacts, signals }: CaseChange): boolean =>
  contacts.length > 0 || signals.some(({ type }) => type === 'JOINED' || type === 'PARTED');

/**
 * A bulk told what became of a case. A matter that has ended, or that nobody promised anything about, has no clocks: history is not measured
 * afterwards. One whose first answer was given in the other system is not waiting for it.
 */
export function bringing(before: Case | null, after: Case, contacts: readonly Heard[], now: Date): CaseChange {
  const heard = contacts.filter((each) => !each.isAutomatic);
  if (!before) {
    const at = after.openedAt;
    const answered = after.respondedInTime !== null;
    const signals = [{ type: 'OPENED', at, cause: 'OPENED', answered, promisedOnly: true } as const];
    return isUnended(after.status)
      ? { case: after, at, signals, contacts: heard }
      : { case: after, at, signals: [], contacts: [] };
  }
  const [from, to, at] = [before.status, after.status, after.resolvedAt ?? now];
  const moved = { type: 'MOVED', at, cause: to, from, to, reason: null } as const;
  return {
    case: after,
    at,
    signals: from === to ? [] : [moved],
    contacts: isUnended(before.status) ? heard : [],
  };
}

/** The signals of a change in the order in which they happened. `asked` is the customer's earliest word that nobody has answered. */
export function signalsOf(change: CaseChange, asked: { readonly id: string; readonly at: Date } | null): ClockSignal[] {
  const answers = change.contacts
    .filter(({ direction }) => direction === 'OUTBOUND')
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())
    .map(({ id, occurredAt }): ClockSignal => ({ type: 'ANSWERED', at: occurredAt, cause: id }));
  const question: ClockSignal[] = asked ? [{ type: 'ASKED', at: asked.at, cause: asked.id }] : [];
  const isFirst = ({ type }: ClockSignal) => ['OPENED', 'TAKEN_BACK', 'PARTED'].includes(type);
  const others = change.signals.filter((signal) => !isFirst(signal));
  return [...change.signals.filter(isFirst), ...answers, ...question, ...others];
}
