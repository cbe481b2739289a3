import { invalidInput, notFound, type InvalidInput, type NotFound, type Problem } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { TryDecisionInput } from '@courtesy/graph-types/policy';
import type { EvaluationRefused } from './evaluation-refused.ts';
import { decisionTablesById } from '../decision-table/decision-table.store.ts';
import type { DecisionTable } from '../decision-table/decision-table.ts';
import { decisionTableVersionsAt, decisionTableVersionsById } from '../decision-table/decision-table-version.store.ts';
import type { DecisionTableVersion } from '../decision-table/decision-table-version.ts';
import { digestOf } from '../digest.ts';
import { evaluator } from '../evaluator.ts';
import { clausesInEffectAt } from '../policy/clause-in-effect.store.ts';
import { citationOf, type Provision } from '../policy/clause.ts';
import { policyVersionsAt } from '../policy/policy-version.store.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import { canonical } from './canonical.ts';
import {
  isRefused,
  runOf,
  textOfRun,
  type Decision,
  type DecisionTried,
  type Judgement,
  type NoVersionInForce,
} from './decision.ts';
import { readFacts, type Facts } from './fact-input.ts';
import { provisionsCited, type DecisionOutcome } from './outcome.ts';

/** A table with the version of it that is asked. */
export interface Asked {
  readonly table: DecisionTable;
  readonly version: DecisionTableVersion;
}

/** The table, with its version in effect at an instant. */
export async function inForce(context: Context, id: string, at: Date): Promise<Asked | NotFound | NoVersionInForce> {
  const table = await context.load(decisionTablesById, id, undefined);
  if (!table) return notFound(id);
  const version = await context.load(decisionTableVersionsAt, id, { at });
  return version ? { table, version } : { type: 'NoVersionInForce', decisionTable: table, at };
}

async function asIs(context: Context, versionId: string): Promise<Asked | NotFound> {
  const version = await context.load(decisionTableVersionsById, versionId, undefined);
  const table = version && (await context.load(decisionTablesById, version.decisionTableId, undefined));
  return version && table ? { table, version } : notFound(versionId);
}

type RestedOn = Pick<Judgement, 'clauseIds' | 'policyVersionIds' | 'unresolvedClauses'>;

/** The clauses that stood under the provisions at an instant, with the versions of their policies that were in effect then. */
async function restedOn(context: Context, provisions: readonly Provision[], at: Date): Promise<RestedOn> {
  const citations = provisions.map(citationOf);
  const clauses = await clausesInEffectAt(context.db.manager, citations, at);
  const standing = provisions.filter((provision) => clauses.has(citationOf(provision)));
  const policies = [...new Set(standing.map(({ policyId }) => policyId))];
  const versions = await Promise.all(policies.map((id) => context.load(policyVersionsAt, id, { at })));
  return {
    clauseIds: standing.flatMap((provision) => clauses.get(citationOf(provision))?.id ?? []),
    policyVersionIds: versions.flatMap((version) => version?.id ?? []),
    unresolvedClauses: citations.filter((citation) => !clauses.has(citation)),
  };
}

/** Asks a version's rules about facts. Nothing is stored. */
export async function judge(
  context: Context,
  { table, version }: Asked,
  { facts, at }: { readonly facts: Facts; readonly at: Date },
): Promise<Judgement | EvaluationRefused> {
  const conclusion = await context.resource(evaluator).conclude(version, facts);
  if (isRefused(conclusion)) return conclusion;
  const run = runOf(version, conclusion);
  const [given, text] = [canonical(facts), textOfRun(run)];
  return {
    decisionTableId: table.id,
    decisionTableVersionId: version.id,
    at,
    outcome: run.outcome,
    ...{ facts: given, factsHash: digestOf(given), run: text, digest: digestOf(text) },
    ...(await restedOn(context, provisionsCited(version.model, conclusion, table.policyId), at)),
  };
}

/** What came of trying a decision. */
export type TryDecisionOutcome = DecisionTried | NoVersionInForce | EvaluationRefused | NotFound | InvalidInput;

function problemsOfAsking({ decisionTableId, decisionTableVersionId, at }: TryDecisionInput): Problem[] {
  const message = 'is to be given, or decisionTableVersionId: exactly one of the two';
  const isOne = (decisionTableId == null) !== (decisionTableVersionId == null);
  return [...(isOne ? [] : [{ path: 'decisionTableId', message }]), ...problemsOfInstant('at', at)];
}

/** Judges without deciding. */
export async function tryDecision(context: Context, input: TryDecisionInput): Promise<TryDecisionOutcome> {
  const { facts, problems } = readFacts(input.facts, 'facts');
  const all = [...problemsOfAsking(input), ...problems];
  if (all.length > 0) return invalidInput(all);
  const at = input.at ?? context.now();
  const asked = input.decisionTableVersionId
    ? await asIs(context, input.decisionTableVersionId)
    : await inForce(context, input.decisionTableId ?? '', at);
  if ('type' in asked) return asked;
  const judgement = await judge(context, asked, { facts, at });
  return 'type' in judgement ? judgement : { type: 'DecisionTried', version: asked.version, ...judgement };
}

/** What comes of making a decision again. */
export interface Replay {
  readonly isIdentical: boolean;
  readonly outcome: DecisionOutcome;
  readonly digest: string;
}

/** Makes a decision again from its facts and its version; null while evaluation is refused. */
export async function replay(context: Context, decision: Decision): Promise<Replay | null> {
  const version = await context.load(decisionTableVersionsById, decision.decisionTableVersionId, undefined);
  if (!version) throw new Error(`The version that made ${decision.id} is not there`);
  const conclusion = await context.resource(evaluator).conclude(version, JSON.parse(decision.facts) as Facts);
  if (isRefused(conclusion)) return null;
  const run = runOf(version, conclusion);
  const text = textOfRun(run);
  return { isIdentical: text === decision.run, outcome: run.outcome, digest: digestOf(text) };
}
