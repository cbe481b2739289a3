import { BadInput } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import { models } from '../bounded-models.ts';
import { citationAt, clausesCitedAt } from '../policy/clause-in-effect.store.ts';
import { stateOf } from '../policy/effect.ts';
import { effectiveUntil } from '../policy/policy-version.ts';
import { policiesById } from '../policy/policy.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import type { DecisionTableState, DecisionTableVersion } from './decision-table-version.ts';
import {
  decisionTableVersionPages,
  decisionTableVersionsAt,
  decisionTableVersionsById,
  successors,
} from './decision-table-version.store.ts';
import type { DecisionTable } from './decision-table.ts';
import { decisionTablesById, listDecisionTables } from './decision-table.store.ts';
import { decisionsOf, functionsOf } from './model-view.ts';
import { diffVersions, type CitingVersion } from './version-diff.ts';

async function tableOf({ id, decisionTableId }: DecisionTableVersion, context: Context): Promise<DecisionTable> {
  const table = await context.load(decisionTablesById, decisionTableId, undefined);
  if (!table) throw new Error(`The table of ${id} is not there`);
  return table;
}

/** A version with what its rules cite: clauses of its table's policy, as worded when it took effect. */
async function citing(version: DecisionTableVersion, context: Context): Promise<CitingVersion> {
  const { policyId } = await tableOf(version, context);
  return { version, citing: { policyId, at: version.effectiveFrom } };
}

const successorOf = ({ id, effectiveFrom }: DecisionTableVersion, context: Context) =>
  effectiveFrom ? context.load(successors, id, undefined) : null;

/** How the SDL of decision tables and their versions maps to functions, but for what is refused. */
export const decisionTableResolvers: Resolvers = {
  Query: {
    decisionTable: (_, { id }, context) => context.load(decisionTablesById, id, undefined),
    decisionTables: (_, args, { db, now }) => listDecisionTables(db.manager, { ...args, now: now() }),
    decisionTableVersion: (_, { id }, context) => context.load(decisionTableVersionsById, id, undefined),
  },
  DecisionTable: {
    __resolveReference: ({ id }, context) => context.load(decisionTablesById, id, undefined),
    policy: async ({ id, policyId }, _, context) => {
      const policy = await context.load(policiesById, policyId, undefined);
      if (!policy) throw new Error(`The policy of ${id} is not there`);
      return policy;
    },
    versions: ({ id }, page, context) => nestedPage(context, decisionTableVersionPages, id, page),
    versionAt: ({ id }, { at }, context) => context.load(decisionTableVersionsAt, id, { at }),
    current: ({ id }, _, context) => context.load(decisionTableVersionsAt, id, { at: context.now() }),
  },
  DecisionTableVersion: {
    __resolveReference: ({ id }, context) => context.load(decisionTableVersionsById, id, undefined),
    decisionTable: (version, _, context) => tableOf(version, context),
    state: async (version, _, context) =>
      stateOf(version, await successorOf(version, context), context.now()) as DecisionTableState,
    facts: ({ model }) => model.inputs,
    decisions: async (version, _, context) => decisionsOf(version, (await citing(version, context)).citing),
    functions: async (version, _, context) => functionsOf(version, (await citing(version, context)).citing),
    dmn: (version) => models.dmnOf(version),
    analysis: (version) => models.analysisOf(version),
    authors: ({ authors }) => authors.flatMap(({ personId }) => (personId ? { id: personId } : [])),
    approver: ({ approver }) => (approver?.personId ? { id: approver.personId } : null),
    effectiveUntil: async (version, _, context) => effectiveUntil(version, await successorOf(version, context)),
    diff: async (version, { against }, context) => {
      const other = await context.load(decisionTableVersionsById, against, undefined);
      if (other?.decisionTableId !== version.decisionTableId)
        throw new BadInput(`"${against}" is not a version of the same decision table.`);
      const changes = diffVersions(await citing(other, context), await citing(version, context));
      return { from: other, to: version, ...changes };
    },
  },
  RuleCitation: {
    policy: ({ policyId }, _, context) => context.load(policiesById, policyId, undefined),
    clause: (provision, _, context) =>
      context.load(clausesCitedAt, citationAt(provision, provision.at ?? context.now()), undefined),
  },
};
