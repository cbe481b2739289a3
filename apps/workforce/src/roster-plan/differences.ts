import type { DifferenceKind } from '@courtesy/graph-types/workforce';
import { dateAt } from '../shift-template/local-time.ts';
import type { TemplateDuty } from '../shift-template/shift-template.ts';
import type { Shift } from '../shift/shift.ts';
import type { ProposalOutcome } from './proposal.ts';

/** Somebody works a duty of a proposal. */
export interface ProposedShift {
  readonly personId: string;
  readonly duty: TemplateDuty;
}

/** One difference between a proposed roster and the shifts on record. */
export interface ProposalDifference {
  readonly kind: DifferenceKind;
  readonly personId: string;
  readonly localDate: string;
  readonly proposed: ProposedShift | null;
  readonly shift: Shift | null;
}

/** Who works what in a proposal, by day. */
export function proposedShifts({
  assignments,
  duties,
}: Pick<ProposalOutcome, 'assignments' | 'duties'>): ProposedShift[] {
  const byId = new Map(duties.map((duty) => [duty.id, duty]));
  const shifts = assignments.flatMap(({ personId, dutyId }) => {
    const duty = byId.get(dutyId);
    return duty ? [{ personId, duty }] : [];
  });
  return shifts.sort(
    (a, b) => a.duty.startsAt.getTime() - b.duty.startsAt.getTime() || (a.personId < b.personId ? -1 : 1),
  );
}

const isSame = (shift: Shift, { duty }: ProposedShift) =>
  shift.startsAt.getTime() === duty.startsAt.getTime() && shift.endsAt.getTime() === duty.endsAt.getTime();

/** How a proposed roster and the shifts on record differ, by day. Shifts that were there before it was proposed are no difference. */
export function differencesOf(
  outcome: ProposalOutcome,
  shifts: readonly Shift[],
  timeZone: string,
): ProposalDifference[] {
  const key = (personId: string, date: string) => `${personId} ${date}`;
  const taken = new Set(outcome.takenShiftIds);
  const onRecord = new Map(
    shifts
      .filter(({ id, status }) => status !== 'CANCELLED' && !taken.has(id))
      .map((shift) => [key(shift.personId, dateAt(shift.startsAt, timeZone)), shift]),
  );
  const found = proposedShifts(outcome).flatMap((proposed): ProposalDifference[] => {
    const { personId, duty } = proposed;
    const at = key(personId, duty.localDate);
    const shift = onRecord.get(at) ?? null;
    onRecord.delete(at);
    if (shift && isSame(shift, proposed)) return [];
    return [{ kind: shift ? 'DIFFERENT' : 'MISSING', personId, localDate: duty.localDate, proposed, shift }];
  });
  const extra = [...onRecord.values()].map((shift) => ({
    ...{ kind: 'EXTRA' as const, personId: shift.personId, localDate: dateAt(shift.startsAt, timeZone) },
    ...{ proposed: null, shift },
  }));
  return [...found, ...extra].sort((a, b) => (a.localDate < b.localDate ? -1 : a.localDate > b.localDate ? 1 : 0));
}
