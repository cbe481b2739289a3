import { isIdOf, problemsOfWords, type Problem } from '@courtesy/kernel';
import type { AdoptObjectiveInput, MeasureObjectiveInput } from '@courtesy/graph-types/metrics';
import type { GoalNode } from '../goal/goal.ts';
import type { InitiativeStatus } from '../initiative/initiative.ts';

/** What an objective rests on beside its parts. */
export interface ObjectiveLinks {
  /** Targets of teams and sites. */
  readonly targetIds: readonly string[];
  readonly goalIds: readonly string[];
  readonly initiativeIds: readonly string[];
}

/** Where somebody leads the organisation in a period, and what shows that it gets there. */
export interface Objective extends ObjectiveLinks {
  readonly id: string;
  readonly name: string;
  /** The objective it serves; null for a whole one. */
  readonly parentId: string | null;
  readonly ownerId: string;
  /** The first day that counts. */
  readonly from: string;
  /** The first day that does not count any more. */
  readonly to: string;
  readonly adoptedAt: Date;
  readonly version: number;
}

/** An objective would serve itself. Nothing was done. */
export interface ObjectiveWouldCircle {
  readonly type: 'ObjectiveWouldCircle';
  readonly objective: Objective;
  /** What it was to serve, and which serves it already. */
  readonly parent: Objective;
}

/** One objective of a tree, for its progress. */
export type ObjectiveNode = Pick<Objective, 'id' | 'parentId'> & ObjectiveLinks;

/** How far what is linked has come by itself, from 0 to 1; what is not known is absent or null. */
export interface LinkedProgress {
  readonly targets: ReadonlyMap<string, number | null>;
  readonly initiatives: ReadonlyMap<string, InitiativeStatus>;
  /** The goals that are linked, and all below them. */
  readonly goals: readonly GoalNode[];
}

/** The longest name, and the most that one objective may rest on. */
const MAX = { name: 200, links: 20 };

/** Only what is done has come anywhere; one that was given up tells nothing, and is left out. */
const SHARE: Readonly<Record<InitiativeStatus, number | null>> = {
  PROPOSED: 0,
  IN_PROGRESS: 0,
  DONE: 1,
  STOPPED: null,
};

/** Whatever is named twice counts once. */
export const linksOf = ({ targetIds, goalIds, initiativeIds }: MeasureObjectiveInput): ObjectiveLinks => ({
  targetIds: [...new Set(targetIds)],
  goalIds: [...new Set(goalIds)],
  initiativeIds: [...new Set(initiativeIds)],
});

/** What is wrong with an objective by itself. */
export function problemsOfObjective({ name, ownerId, from, to }: AdoptObjectiveInput): Problem[] {
  return [
    ...problemsOfWords('name', name, MAX.name),
    ...(isIdOf('pers', ownerId) ? [] : [{ path: 'ownerId', message: `"${ownerId}" is not the id of a person` }]),
    ...(from < to ? [] : [{ path: 'to', message: 'is not after the first day that counts' }]),
  ];
}

/** What is wrong with how much an objective rests on. */
export const problemsOfLinks = (input: MeasureObjectiveInput): Problem[] =>
  Object.entries(linksOf(input)).flatMap(([path, ids]: [string, readonly string[]]) =>
    ids.length <= MAX.links ? [] : [{ path, message: `names ${ids.length}; name at most ${MAX.links}` }],
  );

/**
 * Objectives with all they rest on as a tree of goals, whose parts have weights: each part of an objective, and each target, goal and initiative linked
 * to it, weighs the same. What of it is not known is left out by the rule of goals, never counted as nought.
 */
export function nodesOfObjectives(objectives: readonly ObjectiveNode[], linked: LinkedProgress): GoalNode[] {
  const parts = Map.groupBy(objectives, ({ parentId }) => parentId);
  const goals = new Map(linked.goals.map((goal) => [goal.id, goal]));
  const weights = new Map(
    objectives.map(({ id, targetIds, goalIds, initiativeIds }) => {
      const count = (parts.get(id)?.length ?? 0) + targetIds.length + goalIds.length + initiativeIds.length;
      return [id, 100 / count];
    }),
  );
  const linksOfOne = ({ id, targetIds, goalIds, initiativeIds }: ObjectiveNode): GoalNode[] => {
    const part = { parentId: id, weightPercent: weights.get(id) ?? null };
    return [
      ...targetIds.map((target) => ({ ...part, id: target, own: linked.targets.get(target) ?? null })),
      ...goalIds.map((goal) => ({ ...part, id: goal, own: goals.get(goal)?.own ?? null })),
      ...initiativeIds.map((initiative) => {
        const status = linked.initiatives.get(initiative);
        return { ...part, id: initiative, own: status ? SHARE[status] : null };
      }),
    ];
  };
  return [
    ...objectives.map(({ id, parentId }) => {
      const weightPercent = parentId === null ? null : (weights.get(parentId) ?? null);
      return { id, parentId, weightPercent, own: null };
    }),
    ...objectives.flatMap(linksOfOne),
    ...linked.goals,
  ];
}
