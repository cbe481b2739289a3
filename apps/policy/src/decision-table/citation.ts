import type { DecisionTableLogic, TableRule } from '../dmn/model.ts';
import type { Provision } from '../policy/clause.ts';

/** Heading of the annotation column under which a rule says on which clause it rests. */
export const CLAUSE_COLUMN = 'Clause';

/** The clause of another policy: its id, and the anchor. */
const OF_ANOTHER = /^(pol_[0-9a-z]+)#(.*)$/s;

/** The clause that a rule cites: an anchor of `policyId`'s, or of another policy as `pol_…#anchor`. Null when it cites none. */
export function provisionOfRule(
  { annotations }: Pick<DecisionTableLogic, 'annotations'>,
  rule: Pick<TableRule, 'annotations'>,
  policyId: string,
): Provision | null {
  const column = annotations.indexOf(CLAUSE_COLUMN);
  const text = column === -1 ? '' : (rule.annotations[column] ?? '').trim();
  const [, other = policyId, anchor = text] = OF_ANOTHER.exec(text) ?? [];
  return anchor.trim() === '' ? null : { policyId: other, anchor: anchor.trim() };
}
