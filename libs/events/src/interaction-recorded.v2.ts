import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** How a telephone call ended for whoever called. */
export const callOutcomes = ['ANSWERED', 'ABANDONED', 'LEFT_MENU'] as const;

/**
 * A contact was put on record, with what the figures need of it: how long the customer waited, and how a telephone call went. The text itself
 * stays with the cases service. A contact with neither case nor customer is a call of somebody nobody knows.
 */
export const interactionRecordedV2 = z.object({
  caseId: id.nullable(),
  customerId: id.nullable(),
  siteId: id.nullable(),
  teamId: id.nullable(),
  channel: z.string(),
  direction: z.string(),
  isAutomatic: z.boolean(),
  occurredAt: instant,
  recordedAt: instant,
  /** From answering to the end, work afterwards included; null when nobody measured. */
  handleMs: z.number().int().nonnegative().nullable(),
  /** How long the customer waited before they were served; null when they did not wait, or nobody measured. */
  waitMs: z.number().int().nonnegative().nullable(),
  personId: id.nullable(),
  /** Null unless it is a telephone call that a switch logged. */
  call: z
    .object({
      /** Such as the kind of service that was asked for, as the switch calls it; null when it says nothing. */
      service: z.string().nullable(),
      priority: z.number().int().nullable(),
      outcome: z.enum(callOutcomes),
      /** When it left the menu for the queue; null when it never waited in one. */
      queuedAt: instant.nullable(),
      answeredAt: instant.nullable(),
      endedAt: instant.nullable(),
    })
    .nullable(),
  letter: z.object({ postedAt: instant.nullable(), receivedAt: instant.nullable() }).nullable(),
});
