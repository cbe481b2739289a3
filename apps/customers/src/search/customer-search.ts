import type { CustomerMatch } from './ranking.ts';
import type { Customer } from '../customer/customer.ts';

/** A customer who was found, with the reasons. */
export interface CustomerHit {
  readonly customer: Customer;
  readonly score: number;
  readonly matches: readonly CustomerMatch[];
}

/** What a search found. */
export interface CustomerSearch {
  readonly hits: readonly CustomerHit[];
  readonly hasMore: boolean;
}
