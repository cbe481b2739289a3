import type { Problem } from '@courtesy/kernel';
import type { DeclareProcedureInput, ProcedureDeviationKind } from '@courtesy/graph-types/metrics';
import type { Activity } from './case-step.ts';

/** One step of a procedure as it is declared. */
export interface DeclaredStep {
  readonly activity: Activity;
  readonly isOptional: boolean;
  readonly mayRepeat: boolean;
}

/** How cases are to go, in one version: declared once, and never changed. */
export interface ProcedureVersion {
  readonly id: string;
  readonly name: string;
  /** From 1, without a gap within a name. */
  readonly number: number;
  readonly steps: readonly DeclaredStep[];
  /** The version of the policy that states it; null when none does. */
  readonly policyVersionId: string | null;
  readonly declaredById: string | null;
  readonly declaredAt: Date;
}

/** Another version was declared since. Nothing was done. */
export interface ProcedureMovedOn {
  readonly type: 'ProcedureMovedOn';
  readonly procedure: ProcedureVersion;
}

/** One way in which a case went otherwise than declared. */
export interface Deviation {
  readonly kind: ProcedureDeviationKind;
  readonly activity: Activity;
  /** How often it happened in the case. */
  readonly times: number;
}

/** The longest name, and the most steps of a procedure. */
const MAX = { name: 200, steps: 30 };

/** What is wrong with a procedure: its name, and steps that are none, too many, or the same twice. */
export function problemsOfProcedure({ name, steps }: DeclareProcedureInput): Problem[] {
  const seen = new Set<string>();
  return [
    ...(name.trim() !== '' && name.length <= MAX.name
      ? []
      : [{ path: 'name', message: `must have 1 to ${MAX.name} characters` }]),
    ...(steps.length >= 1 && steps.length <= MAX.steps
      ? []
      : [{ path: 'steps', message: `has ${steps.length}; send 1 to ${MAX.steps}` }]),
    ...steps.flatMap(({ activity }, i) => {
      const isTwice = seen.has(activity);
      seen.add(activity);
      return isTwice
        ? [{ path: `steps[${i}].activity`, message: `${activity} stands before; say mayRepeat there` }]
        : [];
    }),
  ];
}

/**
 * In which ways a case that went through these activities went otherwise than declared; none when it conforms. A step that must be and is not is
 * SKIPPED; one that came before a step that is declared ahead of it is OUT_OF_ORDER, by the first time that each was done; one done again that
 * may not be is REPEATED, as often as it was done again; what nobody declared is EXTRA, as often as it was done.
 */
export function deviationsOf(steps: readonly DeclaredStep[], done: readonly Activity[]): Deviation[] {
  const first = new Map<Activity, number>();
  const times = new Map<Activity, number>();
  for (const [i, activity] of done.entries()) {
    if (!first.has(activity)) first.set(activity, i);
    times.set(activity, (times.get(activity) ?? 0) + 1);
  }
  const declared = new Set(steps.map(({ activity }) => activity));
  let latest = -1;
  const ofSteps = steps.flatMap(({ activity, isOptional, mayRepeat }): Deviation[] => {
    const [place, count] = [first.get(activity), times.get(activity) ?? 0];
    if (place === undefined) return isOptional ? [] : [{ kind: 'SKIPPED', activity, times: 1 }];
    const isEarly = place < latest;
    latest = Math.max(latest, place);
    return [
      ...(isEarly ? [{ kind: 'OUT_OF_ORDER' as const, activity, times: 1 }] : []),
      ...(count > 1 && !mayRepeat ? [{ kind: 'REPEATED' as const, activity, times: count - 1 }] : []),
    ];
  });
  const extra = [...times]
    .filter(([activity]) => !declared.has(activity))
    .map(([activity, count]): Deviation => ({ kind: 'EXTRA', activity, times: count }));
  return [...ofSteps, ...extra];
}

/** How many cases went through the same activities in the same order. `key` tells it from others. */
export interface VariantCount {
  readonly key: string;
  readonly activities: readonly Activity[];
  readonly cases: number;
}

/** One kind of deviation at one step, over many cases. */
export interface ProcedureDeviation {
  readonly kind: ProcedureDeviationKind;
  readonly activity: Activity;
  readonly times: number;
  readonly cases: number;
  /** The variants in which it happened. */
  readonly variants: readonly string[];
}

/** How many of the cases went as declared, and in which ways the others did not, that of most cases first. */
export function conformanceOf(steps: readonly DeclaredStep[], variants: readonly VariantCount[]) {
  const found = new Map<string, ProcedureDeviation>();
  let [cases, conforming] = [0, 0];
  for (const variant of variants) {
    const deviations = deviationsOf(steps, variant.activities);
    cases += variant.cases;
    if (deviations.length === 0) conforming += variant.cases;
    for (const { kind, activity, times } of deviations) {
      const key = `${kind} ${activity}`;
      const before = found.get(key) ?? { kind, activity, times: 0, cases: 0, variants: [] };
      found.set(key, {
        ...{ ...before, times: before.times + times * variant.cases, cases: before.cases + variant.cases },
        variants: [...before.variants, variant.key],
      });
    }
  }
  const deviations = [...found.values()].sort(
    (a, b) => b.cases - a.cases || (`${a.kind} ${a.activity}` < `${b.kind} ${b.activity}` ? -1 : 1),
  );
  return { cases, conforming, deviations };
}
