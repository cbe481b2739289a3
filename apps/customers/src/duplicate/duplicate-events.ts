import type { NewEvent } from '@courtesy/events';
import type { DuplicateDismissal, DuplicateRule, DuplicateRun } from './duplicate.ts';

/** What other services are told of a rule. */
export const adoptedEvent = ({ id, version }: DuplicateRule, time: Date): NewEvent => ({
  ...{ type: 'courtesy.duplicate-rule.adopted.v1', subject: id, sequence: version, time },
  data: { at: time.toISOString() },
});

/** What other services are told of a scan that begins. */
export const startedEvent = ({ id, ruleId, version, requestedAt }: DuplicateRun): NewEvent => ({
  ...{ type: 'courtesy.duplicate-scan.started.v1', subject: id, sequence: version, time: requestedAt },
  data: { ruleId, at: requestedAt.toISOString() },
});

/** What other services are told of a scan that ended. */
export const endedEvent = ({ id, ruleId, version, state, found }: DuplicateRun, time: Date): NewEvent => ({
  ...{ type: 'courtesy.duplicate-scan.ended.v1', subject: id, sequence: version, time },
  data: { ruleId, failed: state === 'FAILED', found, at: time.toISOString() },
});

/** What other services are told of two customers who are two. */
export const dismissedEvent = ({ id, firstId, secondId, dismissedAt }: DuplicateDismissal): NewEvent => ({
  ...{ type: 'courtesy.duplicate.dismissed.v1', subject: id, sequence: 1, time: dismissedAt },
  data: { firstId, secondId, at: dismissedAt.toISOString() },
});
