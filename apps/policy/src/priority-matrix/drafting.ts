import { isIdOf, type Problem } from '@courtesy/kernel';
import type { PriorityCellInput, PriorityRuleInput, PublishPriorityMatrixInput } from '@courtesy/graph-types/policy';
import { problemsOfReason } from '../policy/policy-version.ts';
import { problemsOfInstant, problemsOfTier } from '../standard/standard.ts';
import { DEGREES, rankOf, type PriorityRule } from './priority-matrix.ts';

/** The most rules of one version. */
export const MAX_RULES = 50;
const MAX_STEPS = 3;

/** The pairs of impact and urgency for which there is no priority, and those that come twice. */
function problemsOfPairs(base: readonly PriorityCellInput[]): Problem[] {
  const missing = DEGREES.flatMap((impact) =>
    DEGREES.filter((urgency) => !base.some((cell) => cell.impact === impact && cell.urgency === urgency)).map(
      (urgency) => ({
        path: 'base',
        message: `says nothing of impact ${impact} and urgency ${urgency}; give all nine`,
      }),
    ),
  );
  const twice = base.flatMap(({ impact, urgency }, index) => {
    const first = base.findIndex((cell) => cell.impact === impact && cell.urgency === urgency);
    return first < index ? [{ path: `base[${index}]`, message: `is base[${first}] again; keep one` }] : [];
  });
  return [...missing, ...twice];
}

/** The pairs whose priority is lower than that of a pair with less impact or urgency. */
function problemsOfOrder(base: readonly PriorityCellInput[]): Problem[] {
  const degree = (cell: PriorityCellInput) => [DEGREES.indexOf(cell.impact), DEGREES.indexOf(cell.urgency)] as const;
  return base.flatMap((cell, index) => {
    const [impact, urgency] = degree(cell);
    const above = base.find((less) => {
      const [lessImpact, lessUrgency] = degree(less);
      return lessImpact <= impact && lessUrgency <= urgency && rankOf(less.priority) > rankOf(cell.priority);
    });
    if (!above) return [];
    const lesser = `${above.priority} of impact ${above.impact} and urgency ${above.urgency}`;
    return [{ path: `base[${index}].priority`, message: `is ${cell.priority}, lower than ${lesser}` }];
  });
}

function problemsOfChange({ change, steps, priority }: PriorityRuleInput, path: string): Problem[] {
  const moves = change === 'RAISE' || change === 'LOWER';
  if (moves && (steps == null || steps < 1 || steps > MAX_STEPS))
    return [{ path: `${path}.steps`, message: `must be from 1 to ${MAX_STEPS} for ${change}` }];
  if (!moves && priority == null) return [{ path: `${path}.priority`, message: `must be given for ${change}` }];
  const stray = moves ? priority != null : steps != null;
  return stray ? [{ path: `${path}.${moves ? 'priority' : 'steps'}`, message: `means nothing for ${change}` }] : [];
}

function problemsOfRule(rule: PriorityRuleInput, index: number): Problem[] {
  const path = `rules[${index}]`;
  const { tier, contractId, conditions } = rule;
  const unconditional = tier == null && contractId == null && (conditions ?? []).length === 0;
  return [
    ...(unconditional
      ? [{ path, message: 'names no tier, contract or condition; a rule for all cases belongs in the base' }]
      : []),
    ...problemsOfTier(`${path}.tier`, tier),
    ...(contractId != null && !isIdOf('ctr', contractId)
      ? [{ path: `${path}.contractId`, message: `"${contractId}" is not the id of a contract` }]
      : []),
    ...problemsOfChange(rule, path),
    ...problemsOfReason(`${path}.reason`, rule.reason),
  ];
}

/** Everything that keeps a version of the matrix from being published; empty when nothing does. */
export function problemsOfMatrix(given: PublishPriorityMatrixInput, now: Date): Problem[] {
  const { base, effectiveFrom } = given;
  const rules = given.rules ?? [];
  const pairs = problemsOfPairs(base);
  const past = effectiveFrom != null && effectiveFrom < now;
  return [
    ...problemsOfInstant('effectiveFrom', effectiveFrom),
    ...(past ? [{ path: 'effectiveFrom', message: 'lies in the past; what was decided by now stays as it was' }] : []),
    ...(pairs.length > 0 ? pairs : problemsOfOrder(base)),
    ...(rules.length > MAX_RULES
      ? [{ path: 'rules', message: `are ${rules.length}; at most ${MAX_RULES} are kept` }]
      : rules.flatMap(problemsOfRule)),
    ...problemsOfReason('reason', given.reason),
  ];
}

/** A rule as it is kept. */
export const ruleOf = (given: PriorityRuleInput): PriorityRule => ({
  tier: given.tier ?? null,
  contractId: given.contractId ?? null,
  conditions: [...new Set(given.conditions ?? [])],
  change: given.change,
  steps: given.steps ?? null,
  priority: given.priority ?? null,
  reason: given.reason.trim(),
});
