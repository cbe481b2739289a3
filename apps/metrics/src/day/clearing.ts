import type { DayClearing } from './day-item.ts';
import type { Matter, MatterKind } from './matter.ts';

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

type Calls = (matter: Matter, owed: OwedComplaint | null) => readonly DayClearing[];
const by =
  (mutation: string, names: string, asks: readonly string[] = []): Calls =>
  ({ subjectId }) => [clearing(mutation, { [names]: subjectId }, asks)];

const calls: Readonly<Record<MatterKind, Calls>> = {
  CLOCK: clearingsOfClock,
  STAFFING_GAP: clearingsOfGap,
  INCIDENT: by('resolveIncident', 'incidentId', ['outcome', 'text']),
  ESCALATION: by('acceptEscalation', 'escalationId'),
  APPROVAL: by('giveApproval', 'approvalId'),
  PAYOUT: ({ subjectId, detail }) =>
    detail === 'REFUND'
      ? [clearing('approveRefund', { refundId: subjectId })]
      : [clearing('approveAward', { awardId: subjectId })],
  TASK: ({ subjectId: taskId, detail }) =>
    detail === 'DECLINED'
      ? [clearing('delegateTask', { taskId }, ['assigneeId'])]
      : [clearing('completeTask', { taskId })],
  DISPUTE: by('resolveDispute', 'reviewId', ['outcome', 'reason']),
  PROMISE: by('keepPromise', 'promiseId', ['evidence']),
  ACTION_ITEM: by('completeActionItem', 'actionItemId', ['note']),
  SHIFT_SWAP: by('approveSwap', 'swapId'),
  LEAVE: by('approveLeave', 'leaveId'),
  CERTIFICATE: ({ subjectId: personId, otherId }) => [
    clearing('recordCertificate', { personId, skillId: otherId ?? '' }, ['level', 'issuer', 'issuedOn', 'validTo']),
  ],
  CONTRACT: by('decideRenewal', 'contractId', ['decision', 'reason']),
  COMPLAINT: () => [],
};

/** The calls that clear a matter. */
export const clearingsOf: Calls = (matter, owed) => calls[matter.kind](matter, owed);
