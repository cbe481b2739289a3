import { z } from 'zod';
import { id } from './shapes.ts';

/** Where a budget line lies, and how it stands after what is told. The subject is the line, the sequence its ledger's entry; amounts are decimal digits of minor units. */
export const budgetLineShape = {
  budgetId: id,
  category: z.string(),
  siteId: id.nullable(),
  /** Its first day. */
  month: z.iso.date(),
  currency: z.string(),
  plannedMinor: z.string(),
  committedMinor: z.string(),
  actualMinor: z.string(),
} as const;

/** The same with the commitment that it is about. */
export const budgetCommitmentShape = {
  ...budgetLineShape,
  commitmentId: id,
  /** What it is for, such as a refund. */
  forId: id.nullable(),
  minor: z.string(),
} as const;
