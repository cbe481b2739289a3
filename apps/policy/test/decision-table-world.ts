import type { Actor } from '@courtesy/subgraph';
import { approve as approvePolicy, approver, author, clausesOf, givenPolicy } from './policy-documents.ts';
import { ask, type World, mutations } from './policy-world.ts';

/** What specs see of a version. */
export interface SeenVersion {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
  readonly version: number;
}

/** What specs see of the analysis of a table. */
export interface SeenAnalysis {
  readonly table: string;
  readonly gaps: readonly { readonly example: readonly { readonly expression: string; readonly value: string }[] }[];
  readonly overlaps: readonly { readonly rules: readonly { readonly id: string }[] }[];
  readonly unreachable: readonly { readonly id: string }[];
  readonly hasDefault: boolean;
  readonly undecided: readonly { readonly text: string }[];
  readonly isComplete: boolean;
}

/** A result of one of the mutations of decision tables. */
export interface TableResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
  readonly decisionTable: { readonly id: string; readonly name: string };
  readonly decisionTableVersion: SeenVersion;
  readonly replaced: { readonly id: string } | null;
  readonly unreachable: readonly { readonly id: string; readonly number: number }[];
  readonly tables: readonly SeenAnalysis[];
  readonly rules: readonly {
    readonly rule: { readonly id: string };
    readonly citation: { readonly anchor: string } | null;
  }[];
}

const VERSION = 'decisionTableVersion { id number state effectiveFrom effectiveUntil version }';
const TABLE = 'decisionTable { id name }';
/** What specs ask of an analysis. */
export const ANALYSIS = `{ table gaps { example { expression value } } overlaps { rules { id } example { expression value } }
  unreachable { id number } hasDefault undecided { text } isComplete }`;
const REFUSALS = `... on UserError { code message
  ... on InvalidInput { problems { path message } }
  ... on DecisionTableNameTaken { ${TABLE} } ... on DecisionTableDraftInProgress { ${VERSION} }
  ... on IllegalDecisionTableState { ${VERSION} } ... on OverlappingDecisionTableVersion { ${VERSION} }
  ... on TableHasGap { tables ${ANALYSIS} } ... on TableHasOverlap { tables ${ANALYSIS} } ... on TableUndecided { tables ${ANALYSIS} }
  ... on ClauseMissing { rules { rule { table id number } citation { anchor clause { id } policy { id } } } } }`;
const SUCCESSES: Readonly<Record<string, string>> = {
  draftDecisionTable: `... on DecisionTableDrafted { ${TABLE} ${VERSION} }`,
  draftDecisionTableVersion: `... on DecisionTableVersionDrafted { ${VERSION} }`,
  reviseDecisionTable: `... on DecisionTableRevised { ${VERSION} }`,
  importDecisionModel: `... on DecisionModelImported { ${TABLE} ${VERSION} }`,
  approveDecisionTableVersion: `... on DecisionTableVersionApproved { ${VERSION} replaced { id } unreachable { table id number } }`,
  withdrawDecisionTableVersion: `... on DecisionTableVersionWithdrawn { ${VERSION} }`,
};

/** Runs one of the mutations of decision tables, as their author unless somebody else is named. */
export const change = mutations<TableResult>(author, (verb) => `${REFUSALS} ${SUCCESSES[verb]}`);

/** A table of refunds that answers all facts: each rule on the clause it rests on. */
export const refunds = {
  hitPolicy: 'UNIQUE',
  inputs: [
    { name: 'Days', label: 'Days since purchase', type: 'number', allowedValues: '>= 0' },
    { name: 'Receipt', type: 'boolean' },
  ],
  outputs: [
    { name: 'outcome', type: 'string', allowedValues: '"ALLOW", "NEEDS_APPROVAL", "DENY"' },
    { name: 'requiredDocuments' },
  ],
  rules: [
    { id: 'in-time', tests: ['<= 30', 'true'], outputs: ['"ALLOW"', '["receipt"]'], clause: '1' },
    {
      id: 'no-receipt',
      tests: ['<= 30', 'false'],
      outputs: ['"NEEDS_APPROVAL"', '[]'],
      clause: '1',
      remark: 'Ask a lead',
    },
    { id: 'late', tests: ['> 30', '-'], outputs: ['"DENY"', '[]'], clause: '2' },
  ],
};

/** A policy with the clauses 1 and 2, in effect now. */
export async function givenClauses(world: World, dates: Record<string, unknown> = {}): Promise<string> {
  const { policy, policyVersion } = await givenPolicy(world, { clauses: clausesOf('1', '2') });
  const approved = await approvePolicy(world, policyVersion.id, dates);
  if (approved.__typename !== 'PolicyVersionApproved') throw new Error(JSON.stringify(approved));
  return policy.id;
}

let names = 0;

/** A decision table with the draft of its first version, on a policy of its own unless one is given. */
export async function givenTable(world: World, input: Record<string, unknown> = {}): Promise<TableResult> {
  const policyId = input['policyId'] ?? (await givenClauses(world));
  const drafted = await change(world, 'draftDecisionTable', {
    name: `Refund ${(names += 1)}`,
    policyId,
    table: refunds,
    ...input,
  });
  if (drafted.__typename !== 'DecisionTableDrafted') throw new Error(JSON.stringify(drafted));
  return drafted;
}

/** Asks for the approval of a draft, as somebody who has no hand in it. */
export const approve = (
  world: World,
  decisionTableVersionId: string,
  dates: Record<string, unknown> = {},
  by: Actor = approver,
): Promise<TableResult> => change(world, 'approveDecisionTableVersion', { decisionTableVersionId, ...dates }, by);

/** The next version of a table, approved with these dates. */
export async function givenNext(
  world: World,
  decisionTableId: string,
  dates: Record<string, unknown> = {},
): Promise<TableResult> {
  const { decisionTableVersion } = await change(world, 'draftDecisionTableVersion', { decisionTableId });
  return approve(world, decisionTableVersion.id, dates);
}

/** A field of a version. */
export async function read<T = Record<string, unknown>>(world: World, id: string, fields: string): Promise<T> {
  const { decisionTableVersion } = await ask<{ decisionTableVersion: T }>(
    world,
    `query ($id: ID!) { decisionTableVersion(id: $id) { ${fields} } }`,
    { id },
    author,
  );
  return decisionTableVersion;
}

/** How many tables and versions are kept. */
export async function counts(world: World): Promise<readonly number[]> {
  const [row] = await world.service.database.manager.query<{ tables: number; versions: number }[]>(
    `SELECT (SELECT count(*)::integer FROM decision_tables) AS tables, (SELECT count(*)::integer FROM decision_table_versions) AS versions`,
  );
  return [row?.tables ?? -1, row?.versions ?? -1];
}
