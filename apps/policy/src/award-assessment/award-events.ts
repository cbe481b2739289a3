import type { NewEvent } from '@courtesy/events';
import type { CompensationBand } from '../compensation-scheme/compensation-scheme.ts';
import type { AwardAssessment } from './award-assessment.ts';

/** What other services are told of an award that was held against the bands and allowed. */
export function awardAssessedEvent(assessment: AwardAssessment, band: CompensationBand): NewEvent {
  const { head, basis, currency, exceptionId, clauseId, caseId, customerId, requesterId } = assessment;
  return {
    type: 'courtesy.award.assessed.v1',
    subject: assessment.id,
    sequence: 1,
    time: assessment.assessedAt,
    data: {
      ...{ head, basis, currency, exceptionId, clauseId, caseId, customerId, requesterId },
      band: band.code,
      schemeVersionId: band.schemeVersionId,
      minor: String(assessment.minor),
      at: assessment.at.toISOString(),
    },
  };
}
