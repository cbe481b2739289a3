import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type {
  AppraisalComponentInput,
  AppraisalSource,
  OpenAppraisalCycleInput,
} from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfId, problemsOfText } from '../directory/problems.ts';

/** A part of an appraisal and what it counts. */
export interface AppraisalComponent {
  readonly key: string;
  readonly name: string;
  readonly source: AppraisalSource;
  /** 1 to 100; those of a formula come to 100. */
  readonly weight: number;
}

/** How the parts make the whole; never changed. */
export interface AppraisalFormula {
  readonly id: string;
  readonly cycleId: string;
  readonly number: number;
  readonly components: readonly AppraisalComponent[];
  readonly madeAt: Date;
}

/** A time in which people of a site are appraised. */
export interface AppraisalCycle {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  /** Local days, `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly until: string;
  /** The formula of appraisals that begin now. */
  readonly formulaNumber: number;
  readonly version: number;
}

/** A cycle is open. */
export interface AppraisalCycleOpened {
  readonly type: 'AppraisalCycleOpened';
  readonly cycle: AppraisalCycle;
}

/** It has another formula. */
export interface AppraisalFormulaRevised {
  readonly type: 'AppraisalFormulaRevised';
  readonly cycle: AppraisalCycle;
}

/** The weights do not come to 100. */
export interface WeightsNotWhole {
  readonly type: 'WeightsNotWhole';
  readonly total: number;
}

/** The most parts of a formula. */
export const MAX_COMPONENTS = 20;
const KEY = /^[a-z0-9-]{1,40}$/;

/** What is wrong with the parts of a formula, but for what they come to. */
export function problemsOfComponents(components: readonly AppraisalComponentInput[]): Problem[] {
  if (components.length === 0 || components.length > MAX_COMPONENTS)
    return [{ path: 'components', message: `are ${components.length}; give 1 to ${MAX_COMPONENTS}` }];
  return components.flatMap(({ key, name, weight }, i): Problem[] => {
    const path = `components[${i}]`;
    const isTwice = components.findIndex((each) => each.key === key) < i;
    return [
      ...(KEY.test(key) ? [] : [{ path: `${path}.key`, message: 'is not 1 to 40 small letters, digits and dashes' }]),
      ...(isTwice ? [{ path: `${path}.key`, message: 'is there twice' }] : []),
      ...problemsOfText(`${path}.name`, name, MAX_NAME),
      ...(weight >= 1 && weight <= 100 ? [] : [{ path: `${path}.weight`, message: `is ${weight}; give 1 to 100` }]),
    ];
  });
}

/** Why a formula cannot be; null when it can. Weights of 90 are refused: what counts the missing ten would be anybody's guess. */
export function refusalOfComponents(
  components: readonly AppraisalComponentInput[],
): WeightsNotWhole | InvalidInput | null {
  const problems = problemsOfComponents(components);
  if (problems.length > 0) return invalidInput(problems);
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  return total === 100 ? null : { type: 'WeightsNotWhole', total };
}

/** What is wrong with a cycle in itself, but for its parts. */
export const problemsOfCycle = (plan: OpenAppraisalCycleInput): Problem[] => [
  ...problemsOfText('name', plan.name, MAX_NAME),
  ...problemsOfId('siteId', 'site', plan.siteId),
  ...(plan.until < plan.from ? [{ path: 'until', message: 'lies before from' }] : []),
];

/** The parts as they are kept. */
export const componentsOf = (given: readonly AppraisalComponentInput[]): AppraisalComponent[] =>
  given.map(({ key, name, source, weight }) => ({ key, name: name.trim(), source, weight }));

/** A cycle as it begins. */
export const newCycle = (id: string, plan: OpenAppraisalCycleInput): AppraisalCycle => ({
  ...{ id, name: plan.name.trim(), siteId: plan.siteId, from: plan.from, until: plan.until },
  ...{ formulaNumber: 1, version: 1 },
});

/** The same cycle with its next formula. */
export const revised = (current: AppraisalCycle): AppraisalCycle => ({
  ...current,
  formulaNumber: current.formulaNumber + 1,
  version: current.version + 1,
});
