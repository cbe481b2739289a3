import type { Problem } from '@courtesy/kernel';
import type { AdoptGoalInput, DivideGoalInput } from '@courtesy/graph-types/metrics';

/** What the organisation wants to come to: by itself with a target, or by its parts. */
export interface Goal {
  readonly id: string;
  readonly name: string;
  /** The goal it is a part of; null for a whole one. */
  readonly parentId: string | null;
  /** How much of its parent it makes up, in percent; null for a whole one. */
  readonly weightPercent: number | null;
  /** The target of a team or a site by which it is measured; null when by its parts, or not yet. */
  readonly targetId: string | null;
  readonly ownerId: string | null;
  readonly adoptedAt: Date;
}

/** How far a goal has come. */
export interface GoalProgress {
  /** From 0 to 1; null while nothing of it is known. */
  readonly share: number | null;
  /** Of how much of it that is known, from 0 to 1. */
  readonly known: number;
}

/** One goal of a tree, with how near its own target is, from 0 to 1. */
export interface GoalNode extends Pick<Goal, 'id' | 'parentId' | 'weightPercent'> {
  readonly own: number | null;
}

/** It was divided before, or is measured by a target of its own. Nothing was done. */
export interface GoalIsMeasured {
  readonly type: 'GoalIsMeasured';
  readonly goal: Goal;
}

/** The longest name, and the most parts of one goal. */
const MAX = { name: 200, parts: 20 };

const problemsOfName = (path: string, name: string): Problem[] =>
  name.trim() !== '' && name.length <= MAX.name ? [] : [{ path, message: `must have 1 to ${MAX.name} characters` }];

/** What is wrong with a goal. */
export const problemsOfGoal = ({ name }: AdoptGoalInput): Problem[] => problemsOfName('name', name);

/** What is wrong with parts: their weights are whole, more than nothing, and come to 100. */
export function problemsOfParts({ parts }: DivideGoalInput): Problem[] {
  const count = parts.length;
  const sum = parts.reduce((all, { weightPercent }) => all + weightPercent, 0);
  return [
    ...(count >= 1 && count <= MAX.parts ? [] : [{ path: 'parts', message: `has ${count}; send 1 to ${MAX.parts}` }]),
    ...parts.flatMap(({ name, weightPercent }, i) => [
      ...problemsOfName(`parts[${i}].name`, name),
      ...(weightPercent >= 1 ? [] : [{ path: `parts[${i}].weightPercent`, message: 'must be 1 or more' }]),
    ]),
    ...(sum === 100 ? [] : [{ path: 'parts', message: `have weights that come to ${sum}, not to 100` }]),
  ];
}

/**
 * How far each goal of a tree has come: by its own target, or as its parts have by their weights. A part of which nothing is known counts for nothing,
 * never for nought: the others' weights take its place, and `known` says how much stands on them.
 */
export function progressOfTree(nodes: readonly GoalNode[]): ReadonlyMap<string, GoalProgress> {
  const parts = Map.groupBy(nodes, ({ parentId }) => parentId);
  const found = new Map<string, GoalProgress>();
  const walk = (node: GoalNode): GoalProgress => {
    const below = parts.get(node.id) ?? [];
    const came = below.map((part) => ({ weight: part.weightPercent ?? 0, ...walk(part) }));
    const known = came.reduce((sum, part) => sum + (part.weight * part.known) / 100, 0);
    const reached = came.reduce((sum, part) => sum + (part.weight * part.known * (part.share ?? 0)) / 100, 0);
    const own = { share: node.own, known: node.own === null ? 0 : 1 };
    const progress = below.length === 0 ? own : { share: known === 0 ? null : reached / known, known };
    found.set(node.id, progress);
    return progress;
  };
  const ids = new Set(nodes.map(({ id }) => id));
  for (const node of nodes) if (node.parentId === null || !ids.has(node.parentId)) walk(node);
  return found;
}
