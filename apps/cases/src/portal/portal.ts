import type { Case } from '../case/case.ts';

/** A customer's own complaint was received. */
export interface ComplaintTaken {
  readonly type: 'ComplaintTaken';
  readonly case: Case;
}
