import type { RuleChangeKind } from '@courtesy/graph-types/policy';
import type { DecisionModel, DecisionNode, DecisionTableLogic, KnowledgeNode, Logic } from '../dmn/model.ts';
import { diffLists } from '../policy/list-diff.ts';
import type { DecisionTableVersion } from './decision-table-version.ts';
import { tablesOf, type PlacedTable } from './model-tables.ts';
import { ruleOf, type Citing, type DecisionRule } from './model-view.ts';

/** One rule that differs between two versions. */
export interface RuleChange {
  readonly kind: RuleChangeKind;
  /** Place of the table. */
  readonly table: string;
  readonly before: DecisionRule | null;
  readonly after: DecisionRule | null;
}

/** What differs between two versions. */
export interface VersionChanges {
  readonly rules: readonly RuleChange[];
  /** Places of the tables whose columns, defaults or hit policy differ, or that only one version has. */
  readonly columnsChanged: readonly string[];
  /** Whether everything else is the same. */
  readonly isRestSame: boolean;
}

/** A version with what its rules cite. */
export interface CitingVersion {
  readonly version: Pick<DecisionTableVersion, 'model' | 'decision'>;
  readonly citing: Citing;
}

/** Whether two pieces of data are the same, in whatever order the database gives their keys. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

const placedIn = ({ decisions, knowledge }: DecisionModel): ReadonlyMap<string, PlacedTable> =>
  new Map([...decisions, ...knowledge].flatMap(tablesOf).map((each) => [each.place, each]));

const withoutRules = ({ rules: _, annotations: __, ...columns }: DecisionTableLogic) => columns;

/** Logic without what is told of its tables elsewhere. */
function bare(logic: Logic): unknown {
  return JSON.parse(
    JSON.stringify(logic, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'table'
        ? { kind: 'table' }
        : value,
    ),
  );
}

const restOf = ({ model, decision }: CitingVersion['version']): unknown => {
  const nodeOf = (node: DecisionNode | KnowledgeNode) =>
    'logic' in node ? { ...node, logic: bare(node.logic) } : { ...node, body: bare(node.body) };
  return { decision, ...model, decisions: model.decisions.map(nodeOf), knowledge: model.knowledge.map(nodeOf) };
};

const rowsOf = (placed: PlacedTable | undefined, citing: Citing): DecisionRule[] =>
  placed ? placed.table.rules.map((rule, row) => ruleOf(placed, rule, row, citing)) : [];

/** A rule without its place, and without the wording of what it cites. */
const said = ({ number: _, clause, ...rule }: DecisionRule) => ({
  ...rule,
  clause: clause && { policyId: clause.policyId, anchor: clause.anchor },
});

/** What changed from one version to another: rules are told apart by the place of their table and their id. */
export function diffVersions(from: CitingVersion, to: CitingVersion): VersionChanges {
  const before = placedIn(from.version.model);
  const after = placedIn(to.version.model);
  const places = [...new Set([...before.keys(), ...after.keys()])];
  const rules = places.flatMap((table) =>
    diffLists(rowsOf(before.get(table), from.citing), rowsOf(after.get(table), to.citing), {
      keyOf: ({ id }) => id,
      isSame: (a, b) => isSame(said(a), said(b)),
    }).map(({ kind, before: old, after: next }): RuleChange => ({ kind, table, before: old, after: next })),
  );
  const columnsChanged = places.filter((place) => {
    const [old, next] = [before.get(place), after.get(place)];
    return !old || !next || !isSame(withoutRules(old.table), withoutRules(next.table));
  });
  return { rules, columnsChanged, isRestSame: isSame(restOf(from.version), restOf(to.version)) };
}
