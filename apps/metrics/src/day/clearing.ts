import type { DayClearing } from './day-item.ts';
import type { Matter } from './matter.ts';

/** A call that clears something: what it is told already, and what the caller has to decide. */
export const clearing = (
  mutation: string,
  told: Readonly<Record<string, string>>,
  asks: readonly string[] = [],
): DayClearing => ({ mutation, arguments: Object.entries(told).map(([name, value]) => ({ name, value })), asks });

/** The complaint that a case belongs to, and what is owed of it next. */
export interface OwedComplaint {
  readonly id: string;
  readonly step: string;
}

function answersOf(owed: OwedComplaint): DayClearing[] {
  const told = { complaintId: owed.id };
  if (owed.step === 'ACKNOWLEDGE') return [clearing('acknowledgeComplaint', told, ['letter'])];
  const answer = clearing('issueResponse', told, ['letter']);
  return owed.step === 'DECIDE' ? [clearing('decideComplaint', told, ['outcome', 'reasons']), answer] : [answer];
}

function clearingsOfClock({ subjectId: caseId, detail }: Matter, owed: OwedComplaint | null): DayClearing[] {
  if (detail === 'REGULATORY' && owed) return answersOf(owed);
  if (detail === 'RESOLUTION' || detail === 'REGULATORY') return [clearing('resolveCase', { caseId }, ['outcome'])];
  return [clearing('logInteraction', { caseId, direction: 'OUTBOUND' }, ['channel', 'body'])];
}

const clearingsOfGap = ({ detail, siteId, dueAt, overAt }: Matter): DayClearing[] =>
  detail === 'PRESENT'
    ? [clearing('takeIntradayAction', {}, ['action', 'reason'])]
    : [
        clearing(
          'scheduleShifts',
          {
            'shifts.siteId': siteId ?? '',
            'shifts.startsAt': dueAt.toISOString(),
            'shifts.endsAt': (overAt ?? dueAt).toISOString(),
          },
          ['shifts.personId'],
        ),
      ];

/** The calls that clear a matter. */
export function clearingsOf(matter: Matter, owed: OwedComplaint | null): DayClearing[] {
  const { kind, subjectId, otherId, detail } = matter;
  switch (kind) {
    case 'CLOCK':
      return clearingsOfClock(matter, owed);
    case 'STAFFING_GAP':
      return clearingsOfGap(matter);
    case 'INCIDENT':
      return [clearing('resolveIncident', { incidentId: subjectId }, ['outcome', 'text'])];
    case 'ESCALATION':
      return [clearing('acceptEscalation', { escalationId: subjectId })];
    case 'APPROVAL':
      return [clearing('giveApproval', { approvalId: subjectId })];
    case 'PAYOUT':
      return detail === 'REFUND'
        ? [clearing('approveRefund', { refundId: subjectId })]
        : [clearing('approveAward', { awardId: subjectId })];
    case 'PROMISE':
      return [clearing('keepPromise', { promiseId: subjectId }, ['evidence'])];
    case 'ACTION_ITEM':
      return [clearing('completeActionItem', { actionItemId: subjectId }, ['note'])];
    case 'SHIFT_SWAP':
      return [clearing('approveSwap', { swapId: subjectId })];
    case 'LEAVE':
      return [clearing('approveLeave', { leaveId: subjectId })];
    case 'CERTIFICATE': {
      const told = { personId: subjectId, skillId: otherId ?? '' };
      return [clearing('recordCertificate', told, ['level', 'issuer', 'issuedOn', 'validTo'])];
    }
    case 'CONTRACT':
      return [clearing('decideRenewal', { contractId: subjectId }, ['decision', 'reason'])];
    case 'COMPLAINT':
      return [];
  }
}
