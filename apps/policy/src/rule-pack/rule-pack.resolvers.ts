import type { Batch, Context } from '@courtesy/subgraph';
import { schemesById, schemeVersionsById } from '../compensation-scheme/compensation-scheme.store.ts';
import { decisionTablesById } from '../decision-table/decision-table.store.ts';
import { decisionTableVersionsById } from '../decision-table/decision-table-version.store.ts';
import { policiesById } from '../policy/policy.store.ts';
import { policyVersionsById } from '../policy/policy-version.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { installRulePack } from './rule-pack.commands.ts';
import { installationsByPack, shippedPacks } from './rule-pack.store.ts';

/** What a row of this database refers to. */
async function referred<T>(context: Context, batch: Batch<T>, id: string): Promise<T> {
  const found = await context.load(batch, id, undefined);
  if (!found) throw new Error(`${id} is not there`);
  return found;
}

/** How the SDL of packs of rules maps to functions. */
export const rulePackResolvers: Resolvers = {
  Query: {
    rulePacks: () => shippedPacks(),
  },
  Mutation: {
    installRulePack: (_, { input }, context) => installRulePack(context, input),
  },
  RulePack: {
    policyTitle: ({ policy }) => policy.title,
    clauses: ({ policy }) => policy.clauses,
    installation: ({ name }, _, context) => context.load(installationsByPack, name, undefined),
  },
  RulePackTable: {
    name: ({ model }) => model.name,
  },
  RulePackInstallation: {
    pack: ({ id }) => id,
    policy: ({ policyId }, _, context) => referred(context, policiesById, policyId),
    policyVersion: ({ policyVersionId }, _, context) => referred(context, policyVersionsById, policyVersionId),
    decisionTables: ({ decisionTableIds }, _, context) =>
      Promise.all(decisionTableIds.map((id) => referred(context, decisionTablesById, id))),
    decisionTableVersions: ({ decisionTableVersionIds }, _, context) =>
      Promise.all(decisionTableVersionIds.map((id) => referred(context, decisionTableVersionsById, id))),
    compensationScheme: ({ schemeId }, _, context) => (schemeId ? referred(context, schemesById, schemeId) : null),
    compensationSchemeVersion: ({ schemeVersionId }, _, context) =>
      schemeVersionId ? referred(context, schemeVersionsById, schemeVersionId) : null,
    installer: ({ installerId }) => (installerId ? { id: installerId } : null),
  },
  RulePackAlreadyInstalled: {
    message: ({ installation: { id, installedAt } }) =>
      `The pack "${id}" was installed at ${installedAt.toISOString()}. Draft next versions of what it brought instead.`,
  },
};
