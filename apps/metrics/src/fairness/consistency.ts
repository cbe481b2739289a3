import { differenceOf, raisedForMany } from '../statistics/stratified-test.ts';
import { FEWEST_IN_CELL } from './hiding.ts';

/** What came of a matter in the end. */
export type DecisionResult = 'GRANTED' | 'REFUSED';
/** By whom decisions are compared. */
export type ConsistencyGroup = 'SITE' | 'TEAM';

/** A decision, what came of it, and on what facts it rests. */
export interface LikeDecision {
  readonly decisionId: string;
  /** The same for the same table and the same facts. */
  readonly facts: string;
  readonly result: DecisionResult;
  /** The site or team; null where nothing says. */
  readonly group: string | null;
}

/** Two decisions on the same facts that came to different ends. */
export interface UnlikeDecisions {
  readonly granted: LikeDecision;
  readonly refused: LikeDecision;
  /** How many decisions on these facts there are, and how many of them were granted. */
  readonly alike: number;
  readonly alikeGranted: number;
}

/** A site or team that decides otherwise than the others on the same facts. */
export interface ConsistencyFinding {
  readonly group: string;
  /** The share that it grants less that of the others, on the same mix of facts. */
  readonly difference: number;
  readonly chance: number;
  readonly decisions: number;
}

/** How alike like matters are decided. */
export interface DecisionConsistency {
  readonly by: ConsistencyGroup;
  readonly falseAlarmRate: number;
  /** Decisions of which there is another on the same facts. */
  readonly comparable: number;
  /** Of those, in groups of like facts that came to one end. */
  readonly consistent: number;
  readonly findings: readonly ConsistencyFinding[];
  readonly sample: readonly UnlikeDecisions[];
}

const isGranted = ({ result }: LikeDecision): boolean => result === 'GRANTED';

/** A number that is the same on every run and has nothing to do with what the text says: FNV-1a. */
function shuffled(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
const byChance = (a: LikeDecision, b: LikeDecision): number =>
  shuffled(a.decisionId) - shuffled(b.decisionId) || (a.decisionId < b.decisionId ? -1 : 1);

/** One pair of a group of like decisions, of different sites or teams where there are such. */
function pairOf(alike: readonly LikeDecision[]): UnlikeDecisions | null {
  const inOrder = alike.toSorted(byChance);
  const [granted, refused] = [inOrder.filter(isGranted), inOrder.filter((each) => !isGranted(each))];
  const sizes = { alike: alike.length, alikeGranted: granted.length };
  const groups = new Set(refused.map(({ group }) => group));
  const first = granted.find(({ group }) => groups.size > 1 || !groups.has(group)) ?? granted[0];
  const other = refused.find(({ group }) => group !== first?.group) ?? refused[0];
  return first && other ? { granted: first, refused: other, ...sizes } : null;
}

function findingsOf(groups: readonly (readonly LikeDecision[])[], rate: number): ConsistencyFinding[] {
  const named = [...new Set(groups.flat().flatMap(({ group }) => group ?? []))].toSorted();
  const tests = named.flatMap((group) => {
    const strata = groups.map((alike) => {
      const [ours, others] = [
        alike.filter((each) => each.group === group),
        alike.filter((each) => each.group !== group),
      ];
      return {
        ...{ ours: ours.length, oursAbove: ours.filter(isGranted).length },
        ...{ others: others.length, othersAbove: others.filter(isGranted).length },
      };
    });
    const decisions = strata.reduce((sum, { ours, others }) => sum + (others > 0 ? ours : 0), 0);
    const found = decisions < FEWEST_IN_CELL ? null : differenceOf(strata);
    return found ? [{ group, decisions, ...found }] : [];
  });
  const chances = raisedForMany(tests.map(({ chance }) => chance));
  return tests
    .map((test, i) => ({ ...test, chance: chances[i] ?? 1 }))
    .filter(({ chance }) => chance <= rate)
    .toSorted((a, b) => a.chance - b.chance);
}

/** How a look at decisions is to be taken. */
export interface ConsistencyForm {
  readonly by: ConsistencyGroup;
  readonly falseAlarmRate: number;
  /** How many pairs to look at, at most. */
  readonly pairs: number;
}

/**
 * How alike like matters end: decisions of one table on the same facts, by what came of them. Whoever decides alike on the same facts as the others has a
 * finding in at most `falseAlarmRate` of all such looks. The sample takes one pair of each set of like facts that ended otherwise, in an order that is the
 * same on every run and drawn by chance.
 */
export function consistencyOf(decisions: readonly LikeDecision[], form: ConsistencyForm): DecisionConsistency {
  const { by, falseAlarmRate, pairs } = form;
  const groups = [...Map.groupBy(decisions, ({ facts }) => facts).values()].filter(({ length }) => length > 1);
  const unlike = groups.filter((alike) => alike.some(isGranted) && !alike.every(isGranted));
  const comparable = groups.reduce((sum, { length }) => sum + length, 0);
  const sample = unlike.flatMap((alike) => pairOf(alike) ?? []).toSorted((a, b) => byChance(a.granted, b.granted));
  return {
    ...{ by, falseAlarmRate, comparable },
    consistent: comparable - unlike.reduce((sum, { length }) => sum + length, 0),
    findings: findingsOf(groups, falseAlarmRate),
    sample: sample.slice(0, pairs),
  };
}
