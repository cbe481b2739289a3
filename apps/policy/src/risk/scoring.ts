import type { Problem } from '@courtesy/kernel';
import type { RiskLevel } from '@courtesy/graph-types/policy';

/** How likely something is and how grave, each from 1 to 5. */
export interface Rating {
  readonly likelihood: number;
  readonly impact: number;
}

/** The ends of both scales. */
export const SCALE = { least: 1, most: 5 } as const;

/**
 * The levels from the lowest, each with the score at which it begins. The technique is the consequence and likelihood matrix of IEC 31010,
 * as used in the risk assessment of ISO 31000; where a level begins is this product's choice, since neither standard says.
 */
export const LEVELS: readonly { readonly level: RiskLevel; readonly from: number }[] = [
  { level: 'LOW', from: 1 },
  { level: 'MODERATE', from: 5 },
  { level: 'HIGH', from: 10 },
  { level: 'EXTREME', from: 15 },
];

/** Likelihood times impact, from 1 to 25. */
export const scoreOf = ({ likelihood, impact }: Rating): number => likelihood * impact;

/** The level of a rating. */
export const levelOf = (rating: Rating): RiskLevel =>
  LEVELS.findLast(({ from }) => scoreOf(rating) >= from)?.level ?? 'LOW';

/** How high a level is, from 0. */
export const rankOf = (wanted: RiskLevel): number => LEVELS.findIndex(({ level }) => level === wanted);

/** Whether one level is above another. */
export const isAbove = (level: RiskLevel, other: RiskLevel): boolean => rankOf(level) > rankOf(other);

/** What is wrong with a rating; empty when nothing is. */
export const problemsOfRating = (path: string, rating: Rating): Problem[] =>
  (['likelihood', 'impact'] as const).flatMap((scale) =>
    rating[scale] >= SCALE.least && rating[scale] <= SCALE.most
      ? []
      : [{ path: `${path}.${scale}`, message: `${rating[scale]} is not between ${SCALE.least} and ${SCALE.most}` }],
  );

/** The same for what a risk is with its controls: no control makes it more likely or graver than it would be without. */
export function problemsOfResidual(inherent: Rating, residual: Rating): Problem[] {
  const problems = problemsOfRating('residual', residual);
  if (problems.length > 0) return problems;
  return (['likelihood', 'impact'] as const).flatMap((scale) =>
    residual[scale] > inherent[scale]
      ? [{ path: `residual.${scale}`, message: `is above ${inherent[scale]}, which it would be without any control` }]
      : [],
  );
}
