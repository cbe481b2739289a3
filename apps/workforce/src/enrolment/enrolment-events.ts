import type { NewEvent } from '@courtesy/events';
import type { Enrolment } from './enrolment.ts';

/** What others are told of an enrolment: whose, where it stands and until when what it gave holds; never a mark or a reason. */
export const enrolmentEvent = (enrolment: Enrolment, time: Date): NewEvent => ({
  ...{ type: 'courtesy.enrolment.changed.v1', subject: enrolment.id, sequence: enrolment.version, time },
  data: {
    ...{ courseId: enrolment.courseId, personId: enrolment.personId, state: enrolment.state },
    ...{ attemptsUsed: enrolment.attemptsUsed, attemptsAllowed: enrolment.attemptsAllowed },
    validUntil: enrolment.validUntil?.toISOString() ?? null,
  },
});
