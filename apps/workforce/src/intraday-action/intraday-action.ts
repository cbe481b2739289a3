import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { IntradayActionInput, IntradayActionKind } from '@courtesy/graph-types/workforce';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';
import {
  MAX_REASON,
  overlapping,
  problemsOfBreaks,
  problemsOfSpan,
  type Shift,
  type ShiftIsCancelled,
  type Span,
} from '../shift/shift.ts';
import type { IntradayEffect } from './prediction.ts';

/** Something that was done during the day about who is there. Never changed afterwards. */
export interface IntradayAction {
  readonly id: string;
  readonly siteId: string;
  readonly shiftId: string;
  readonly personId: string;
  readonly kind: IntradayActionKind;
  /** The time in which it makes a difference. */
  readonly from: Date;
  readonly until: Date;
  /** For whom they work in that time; null unless they are lent. */
  readonly teamId: string | null;
  /** The skill for which they were lent; null for none, and unless they are lent. */
  readonly skillId: string | null;
  /** What it was foretold to do. */
  readonly effects: readonly IntradayEffect[];
  /** Within how long contacts were to be answered in what was foretold, in milliseconds. */
  readonly withinMs: number;
  readonly reason: string;
  readonly takenAt: Date;
  /** Null for a caller who is no person. */
  readonly takenById: string | null;
}

/** It was done. */
export interface IntradayActionTaken {
  readonly type: 'IntradayActionTaken';
  readonly action: IntradayAction;
  readonly shift: Shift;
}

/** Nobody works longer or goes earlier who does not agree. */
export interface AgreementIsMissing {
  readonly type: 'AgreementIsMissing';
  readonly shift: Shift;
}

/** What it would come to. */
export interface Drafted {
  readonly type: 'Drafted';
  /** The shift as it would be. */
  readonly after: Shift;
  /** The time in which it makes a difference. */
  readonly span: Span;
  /** For whom they would work in that time. */
  readonly loan: (Span & { readonly teamId: string }) | null;
}

type Plan = Omit<IntradayActionInput, 'shiftId'>;

const DAY_MS = 86_400_000;

const problemsOfWithin = (within: Plan['within']): Problem[] =>
  within != null && (within < 0 || within > DAY_MS) ? [{ path: 'within', message: 'lies outside PT0S to P1D' }] : [];

const problem = (path: string, message: string) => invalidInput([{ path, message }]);

/** The span that two instants enclose, whichever is first. */
const between = (a: Date, b: Date): Span => (a < b ? { startsAt: a, endsAt: b } : { startsAt: b, endsAt: a });

function draftOf(after: Shift, span: Span): Drafted | InvalidInput {
  const problems = [...problemsOfSpan(after), ...problemsOfBreaks(after)];
  return problems.length > 0 ? invalidInput(problems) : { type: 'Drafted', after, span, loan: null };
}

function movedBreak(shift: Shift, { breakStartsAt, startsAt }: Plan, now: Date): Drafted | InvalidInput {
  const rest = shift.breaks.find((each) => each.startsAt.getTime() === breakStartsAt?.getTime());
  if (!rest) return problem('breakStartsAt', 'is not when a break of the shift begins');
  if (!startsAt || startsAt < now || rest.startsAt < now) return problem('startsAt', 'has begun, or is not given');
  const endsAt = new Date(startsAt.getTime() + rest.endsAt.getTime() - rest.startsAt.getTime());
  const others = shift.breaks.filter((each) => each !== rest);
  const breaks = [...others, { ...rest, startsAt, endsAt }].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const span = {
    startsAt: startsAt < rest.startsAt ? startsAt : rest.startsAt,
    endsAt: endsAt > rest.endsAt ? endsAt : rest.endsAt,
  };
  return draftOf({ ...shift, breaks }, span);
}

function otherEnd(shift: Shift, { kind, endsAt }: Plan, now: Date): Drafted | InvalidInput {
  if (shift.endsAt <= now) return problem('shiftId', 'is a shift that is over');
  const isLater = kind === 'OVERTIME';
  if (!endsAt || endsAt < now || (isLater ? endsAt <= shift.endsAt : endsAt >= shift.endsAt))
    return problem('endsAt', `does not lie ${isLater ? 'after the end' : 'between now and the end'} of the shift`);
  const cut = ({ startsAt, endsAt: ends, isPaid }: Shift['breaks'][number]) => ({
    ...{ startsAt, endsAt: ends < endsAt ? ends : endsAt, isPaid },
  });
  const breaks = shift.breaks.filter((each) => each.startsAt < endsAt).map(cut);
  return draftOf({ ...shift, endsAt, breaks }, between(shift.endsAt, endsAt));
}

function lent(shift: Shift, { startsAt, endsAt, teamId }: Plan, now: Date): Drafted | InvalidInput {
  if (!teamId) return problem('teamId', 'is not given');
  if (!startsAt || startsAt < now || startsAt < shift.startsAt)
    return problem('startsAt', 'has passed, or does not lie within the shift');
  if (!endsAt || endsAt <= startsAt || endsAt > shift.endsAt)
    return problem('endsAt', 'does not lie after startsAt and within the shift');
  const span = { startsAt, endsAt };
  return { type: 'Drafted', after: shift, span, loan: { ...span, teamId } };
}

/** What an action would come to, or what is wrong with it. `others` are the shifts of the same person. */
export function draft(
  shift: Shift,
  plan: Plan,
  { now, others }: { readonly now: Date; readonly others: readonly Shift[] },
): Drafted | ShiftIsCancelled | InvalidInput {
  if (shift.status === 'CANCELLED') return { type: 'ShiftIsCancelled', shift };
  const misnamed = [...problemsOfId('teamId', 'team', plan.teamId), ...problemsOfWithin(plan.within)];
  if (misnamed.length > 0) return invalidInput(misnamed);
  const draftOfKind = { MOVE_BREAK: movedBreak, OVERTIME: otherEnd, RELEASE: otherEnd, RESKILL: lent }[plan.kind];
  const drafted = draftOfKind(shift, plan, now);
  if (drafted.type !== 'Drafted' || !overlapping(drafted.after, others)) return drafted;
  return problem('endsAt', 'lies in another shift of theirs');
}

/** What is wrong with the reason of an action; nothing when it is right. */
export const problemsOfReason = (reason: string): Problem[] => problemsOfText('reason', reason, MAX_REASON);

/** Whether an action changes how long somebody works. */
export const needsAgreement = (kind: IntradayActionKind): boolean => kind === 'OVERTIME' || kind === 'RELEASE';
