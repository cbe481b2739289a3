import { amountOf, isProblem, type Money, type Problem } from '@courtesy/kernel';
import type { ProposedLimitInput } from '@courtesy/graph-types/policy';
import type { AuthorityGrant } from '../authority-grant/authority-grant.ts';
import type { LimitsTried } from './back-test.ts';

/** The limits of a grant as a caller would have them: what is absent stays as it is. Every problem when they cannot be right. */
export function limitsOfGrant(
  grant: AuthorityGrant,
  given: Omit<ProposedLimitInput, 'grantId'>,
  path: string,
): LimitsTried | readonly Problem[] {
  const names = ['perCase', 'perDay', 'perCustomer', 'perOrder'] as const;
  const read = names.map((name): [string, Money | Problem | null] => {
    const amount = given[name];
    return [name, amount ? amountOf(`${path}.${name}`, amount) : null];
  });
  const problems = read.flatMap(([name, amount]): Problem[] => {
    if (amount === null) return [];
    if (isProblem(amount)) return [amount];
    if (amount.currency === grant.currency) return [];
    return [{ path: `${path}.${name}`, message: `is not in ${grant.currency}, as the grant is` }];
  });
  if (read.every(([, amount]) => amount === null))
    problems.push({ path: `${path}.perCase`, message: 'is to be given, or another limit' });
  if (problems.length > 0) return problems;
  const minor = (name: string, instead: bigint | null) => {
    const amount = new Map(read).get(name);
    return amount && !isProblem(amount) ? amount.minor : instead;
  };
  return {
    perCase: minor('perCase', grant.perCase) ?? grant.perCase,
    perDay: minor('perDay', grant.perDay),
    perCustomer: minor('perCustomer', grant.perCustomer),
    perOrder: minor('perOrder', grant.perOrder),
  };
}
