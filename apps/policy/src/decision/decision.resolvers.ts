import { nestedPage, survivorOf, type Context } from '@courtesy/subgraph';
import { provisionOfRule } from '../decision-table/citation.ts';
import { decisionTablesById } from '../decision-table/decision-table.store.ts';
import { decisionTableVersionsById } from '../decision-table/decision-table-version.store.ts';
import type { DecisionTableVersion } from '../decision-table/decision-table-version.ts';
import type { PlainValue } from '../dmn/plain-value.ts';
import { citationOf } from '../policy/clause.ts';
import { clausesById, policyVersionsById } from '../policy/policy-version.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { decide } from './decide.commands.ts';
import type { Judgement, Run } from './decision.ts';
import { decisionsById, decisionsOfCases, decisionsOfCustomers, listDecisions } from './decision.store.ts';
import { factOf, type Fact } from './fact.ts';
import type { Facts } from './fact-input.ts';
import { replay, tryDecision } from './judging.commands.ts';
import { tableOf } from './outcome.ts';
import type { TracedRule, TracedTable } from './trace.ts';

const runIn = ({ run }: Judgement) => JSON.parse(run) as Run;

async function versionOf(judgement: Judgement, context: Context): Promise<DecisionTableVersion> {
  const version = await context.load(decisionTableVersionsById, judgement.decisionTableVersionId, undefined);
  if (!version) throw new Error(`The version ${judgement.decisionTableVersionId} is not there`);
  return version;
}
async function tableThatJudged({ decisionTableId }: Judgement, context: Context) {
  const table = await context.load(decisionTablesById, decisionTableId, undefined);
  if (!table) throw new Error(`The table ${decisionTableId} is not there`);
  return table;
}
const person = (id: string | null) => (id ? { id } : null);

async function factsOf(judgement: Judgement, context: Context): Promise<Fact[]> {
  const { inputs, types } = (await versionOf(judgement, context)).model;
  const typeOf = (name: string) => inputs.find((input) => input.name === name)?.type ?? null;
  const facts = Object.entries(JSON.parse(judgement.facts) as Facts);
  return facts.map(([name, value]) => factOf(name, value, typeOf(name), types));
}

async function outputsOf(judgement: Judgement, context: Context): Promise<Fact[]> {
  const { types } = (await versionOf(judgement, context)).model;
  return runIn(judgement).outputs.map(({ name, type, value }) => factOf(name, value, type, types));
}

async function all<T>(ids: readonly string[], load: (id: string) => Promise<T | null>): Promise<T[]> {
  const found = await Promise.all(ids.map(load));
  return found.flatMap((each) => each ?? []);
}

async function traceOf(judgement: Judgement, context: Context): Promise<TracedTable[]> {
  const version = await versionOf(judgement, context);
  const { policyId } = await tableThatJudged(judgement, context);
  return runIn(judgement).tables.map((table) => ({ version, policyId, table }));
}

const logicOf = ({ version, table }: TracedTable) => tableOf(version.model, table.node);

function valueOfColumn({ version, table }: TracedTable, column: number, value: PlainValue): Fact {
  const expression = table.inputs[column]?.expression ?? '';
  const logic = tableOf(version.model, table.node);
  return factOf(expression, value, logic?.inputs[column]?.type ?? null, version.model.types);
}

function citedBy(seen: TracedRule): string | null {
  const logic = logicOf(seen);
  const rule = logic?.rules.find(({ id }) => id === seen.rule.ruleId);
  const provision = logic && rule ? provisionOfRule(logic, rule, seen.policyId) : null;
  if (!provision) return null;
  return provision.policyId === seen.policyId ? provision.anchor : citationOf(provision);
}

/** What a decision and a trial say alike. */
const judgementFields = {
  outputs: (judgement: Judgement, _: unknown, context: Context) => outputsOf(judgement, context),
  requiredDocuments: (judgement: Judgement) => [...runIn(judgement).documents],
  missingFacts: (judgement: Judgement) => [...runIn(judgement).missing],
  facts: (judgement: Judgement, _: unknown, context: Context) => factsOf(judgement, context),
  clauses: ({ clauseIds }: Judgement, _: unknown, context: Context) =>
    all(clauseIds, (id) => context.load(clausesById, id, undefined)),
  policyVersions: ({ policyVersionIds }: Judgement, _: unknown, context: Context) =>
    all(policyVersionIds, (id) => context.load(policyVersionsById, id, undefined)),
  trace: (judgement: Judgement, _: unknown, context: Context) => traceOf(judgement, context),
};

/** How the SDL of decisions maps to functions. */
export const decisionResolvers: Resolvers = {
  Query: {
    decision: (_, { id }, context) => context.load(decisionsById, id, undefined),
    decisions: (_, args, { db, now, actor }) => listDecisions(db.manager, { ...args, now: now(), actor }),
    tryDecision: (_, { input }, context) => tryDecision(context, input),
  },
  Mutation: {
    decide: (_, { input }, context) => decide(context, input),
  },
  Case: {
    decisions: ({ id }, args, context) => nestedPage(context, decisionsOfCases, id, args),
  },
  Customer: {
    decisions: ({ id }, args, context) => nestedPage(context, decisionsOfCustomers, id, args),
  },
  Decision: {
    __resolveReference: ({ id }, context) => context.load(decisionsById, id, undefined),
    ...judgementFields,
    table: (decision, _, context) => tableThatJudged(decision, context),
    tableVersion: (decision, _, context) => versionOf(decision, context),
    handler: ({ handlerId }) => person(handlerId),
    case: ({ caseId }) => person(caseId),
    customer: ({ customerId }, _, context) => (customerId ? survivorOf(context, customerId) : null),
    replay: (decision, _, context) => replay(context, decision),
  },
  DecisionTried: {
    ...judgementFields,
    tableVersion: ({ version }) => version,
  },
  TracedTable: {
    decision: ({ table }) => table.node,
    inputs: (seen) => seen.table.inputs.map(({ value }, column) => valueOfColumn(seen, column, value)),
    rules: (seen) => seen.table.rules.map((rule) => ({ ...seen, rule })),
    usedDefault: ({ table }) => table.usedDefault,
    problem: ({ table }) => table.problem,
  },
  TracedRule: {
    ruleId: ({ rule }) => rule.ruleId,
    number: ({ table, rule }) => table.rules.findIndex(({ ruleId }) => ruleId === rule.ruleId) + 1,
    state: ({ rule }) => (rule.matched ? 'MATCHED' : rule.failed ? 'FAILED' : 'AWAITS_FACTS'),
    isDeciding: ({ table, rule }) => table.deciding.includes(rule.ruleId),
    failed: (seen) => {
      const { failed } = seen.rule;
      if (!failed) return null;
      const value = valueOfColumn(seen, failed.input, failed.value);
      return { expression: value.name, test: failed.test, value };
    },
    awaits: ({ rule }) => [...rule.awaits],
    cites: citedBy,
  },
  NoVersionInForce: {
    message: ({ decisionTable, at }) => `No version of "${decisionTable.name}" is in effect at ${at.toISOString()}.`,
  },
  EvaluationRefused: {
    message: ({ reason, detail }) =>
      reason === 'BUSY'
        ? `The rules were not asked: ${detail}. Ask again.`
        : `On these facts the rules take more than a decision may: ${detail}.`,
  },
};
