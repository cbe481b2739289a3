import type { NewEvent } from '@courtesy/events';
import type { Case } from '../case/case.ts';
import { deadlinesOf, stateOf } from './complaint-deadline.ts';
import type { KnownComplaint } from './complaint.ts';
import { makerOf, type ComplaintStep } from './complaint-step.ts';

/** Where a complaint belongs and stands, as every event of it says. */
function placeOf(about: Case, { complaint }: KnownComplaint, step: ComplaintStep) {
  return {
    ...{ caseId: about.id, customerId: about.customerId, siteId: about.siteId, teamId: about.teamId },
    ...{ assigneeId: about.assigneeId, regimeId: complaint.regimeId, regimeVersionId: complaint.regimeVersionId },
    ...{ stage: step.stage, status: step.status, at: step.at.toISOString(), on: step.on, personId: step.personId },
  };
}

/** The keys of the deadlines that an answer came too late for. */
const brokenBy = (known: KnownComplaint, step: ComplaintStep): string[] =>
  deadlinesOf(known)
    .filter((each) => each.stage === step.stage && stateOf(each, step.at) === 'BREACHED')
    .map(({ kind }) => kind);

/** What other services are told of a step of a complaint. */
export function stepEvent(about: Case, known: KnownComplaint, step: ComplaintStep): NewEvent {
  const { complaint } = known;
  const event = { subject: complaint.id, sequence: complaint.version, time: step.recordedAt } as const;
  const place = placeOf(about, known, step);
  switch (step.verb) {
    case 'REGISTER': {
      const { category, kinds, receivedOn } = complaint;
      const receivedAt = complaint.receivedAt.toISOString();
      const data = { ...place, category, kinds: [...kinds], receivedOn, receivedAt };
      return { ...event, type: 'courtesy.complaint.registered.v1', data };
    }
    case 'ACKNOWLEDGE':
      return { ...event, type: 'courtesy.complaint.acknowledged.v1', data: place };
    case 'DECIDE': {
      const awaitsCheck = complaint.awaitsCheckSince !== null;
      const data = { ...place, outcome: step.outcome ?? 'UPHELD', decider: makerOf(step), awaitsCheck };
      return { ...event, type: 'courtesy.complaint.decided.v1', data };
    }
    case 'RESPOND': {
      const outcome = known.steps.findLast((each) => each.outcome !== null)?.outcome ?? 'UPHELD';
      const data = { ...place, outcome, letter: step.letterKind ?? 'FINAL_RESPONSE', late: brokenBy(known, step) };
      return { ...event, type: 'courtesy.complaint.responded.v1', data };
    }
    case 'REFER':
      return {
        ...event,
        type: 'courtesy.complaint.referred.v1',
        data: { ...place, to: known.rules.referral?.name ?? '' },
      };
    case 'CLOSE':
      return { ...event, type: 'courtesy.complaint.closed.v1', data: place };
    default:
      return { ...event, type: 'courtesy.complaint.moved.v1', data: { ...place, verb: step.verb } };
  }
}
