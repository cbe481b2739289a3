import { feedbackGivenV1 } from './feedback-given.v1.ts';

/** What the metrics service announces: one schema per event type and version. Entries are only ever added. */
export const metricsEvents = { 'courtesy.feedback.given.v1': feedbackGivenV1 } as const;
