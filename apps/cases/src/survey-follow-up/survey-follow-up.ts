/** What a customer said of something was so bad that somebody is to see to it, and the case in which they do. */
export interface SurveyFollowUp {
  /** The response that asks for it. */
  readonly id: string;
  readonly kind: string;
  readonly score: number;
  readonly customerId: string;
  /** The case that it is about; null when it is about a contact without one. */
  readonly aboutCaseId: string | null;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly requestedAt: Date;
  /** The case that was opened; null while none is. */
  readonly openedCaseId: string | null;
}

const scales: Readonly<Record<string, string>> = { CSAT: '1 to 5', NPS: '0 to 10', CES: '1 to 7' };

/** What the case is called. What the customer said beside stays with the response. */
export const subjectOf = ({ kind, score }: SurveyFollowUp): string =>
  `A customer gave ${score} on a scale from ${scales[kind] ?? 'low to high'} (${kind})`;
