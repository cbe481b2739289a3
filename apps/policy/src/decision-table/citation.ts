import type { DecisionTableLogic, TableRule } from '../dmn/model.ts';

/** Heading of the annotation column under which a rule says on which clause it rests. */
export const CLAUSE_COLUMN = 'Clause';

/** The clause that a rule rests on. */
export interface RuleCitation {
  readonly policyId: string;
  /** Anchor of the clause in every version of that policy. */
  readonly anchor: string;
}

/** The clause of another policy: its id, and the anchor. */
const OF_ANOTHER = /^(pol_[0-9a-z]+)#(.*)$/s;

/** The clause that a rule cites: an anchor of `policyId`'s, or of another policy as `pol_…#anchor`. Null when it cites none. */
export function citationOf(
  { annotations }: Pick<DecisionTableLogic, 'annotations'>,
  rule: Pick<TableRule, 'annotations'>,
  policyId: string,
): RuleCitation | null {
  const column = annotations.indexOf(CLAUSE_COLUMN);
  const text = column === -1 ? '' : (rule.annotations[column] ?? '').trim();
  const [, other = policyId, anchor = text] = OF_ANOTHER.exec(text) ?? [];
  return anchor.trim() === '' ? null : { policyId: other, anchor: anchor.trim() };
}
