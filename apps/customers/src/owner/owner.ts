import { isIdOf, type Problem } from '@courtesy/kernel';
import type { Customer } from '../customer/customer.ts';

/** Who of the organisation looks after a customer, for a time. */
export interface OwnerAssignment {
  readonly id: string;
  readonly customerId: string;
  readonly personId: string;
  readonly teamId: string | null;
  readonly reason: string | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** The subject of the caller. */
  readonly recordedBy: string;
}

/** Somebody looks after a customer. */
export interface OwnerAssigned {
  readonly type: 'OwnerAssigned';
  readonly assignment: OwnerAssignment;
  readonly customer: Customer;
}

/** Nobody looks after a customer any more. */
export interface OwnerReleased {
  readonly type: 'OwnerReleased';
  readonly customer: Customer;
}

/** Everything that is wrong with an owner as named; empty when nothing is. */
export function problemsOfOwner(personId: string, teamId: string | null | undefined): Problem[] {
  const problems: Problem[] = [];
  if (!isIdOf('pers', personId))
    problems.push({ path: 'personId', message: `"${personId}" is not the id of a person` });
  if (teamId && !isIdOf('team', teamId))
    problems.push({ path: 'teamId', message: `"${teamId}" is not the id of a team` });
  return problems;
}
