import type { Context } from '@courtesy/subgraph';
import { appraisalsOfCycles } from '../appraisal/appraisal.store.ts';
import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { openAppraisalCycle, reviseAppraisalFormula } from './appraisal-cycle.commands.ts';
import type { AppraisalFormula } from './appraisal-cycle.ts';
import { cyclesById, cyclesOfSites, formulasOfCycles } from './appraisal-cycle.store.ts';

const formulasOf = async (cycleId: string, context: Context): Promise<readonly AppraisalFormula[]> =>
  (await context.load(formulasOfCycles, cycleId, undefined)) ?? [];

/** The formula of this number of a cycle. */
export const formulaOf = (cycleId: string, number: number, context: Context): Promise<AppraisalFormula> =>
  present(
    formulasOf(cycleId, context).then((all) => all.find((each) => each.number === number) ?? null),
    `${cycleId}/${number}`,
  );

/** How the SDL of appraisal cycles maps to functions. */
export const appraisalCycleResolvers: Resolvers = {
  Query: {
    appraisalCycle: (_, { id }, context) => context.load(cyclesById, id, undefined),
  },
  Mutation: {
    openAppraisalCycle: (_, { input }, context) => openAppraisalCycle(context, input),
    reviseAppraisalFormula: (_, { input }, context) => reviseAppraisalFormula(context, input),
  },
  Site: {
    appraisalCycles: async ({ id }, _, context) => [...((await context.load(cyclesOfSites, id, undefined)) ?? [])],
  },
  AppraisalCycle: {
    __resolveReference: ({ id }, context) => context.load(cyclesById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    formula: ({ id, formulaNumber }, _, context) => formulaOf(id, formulaNumber, context),
    formulas: async ({ id }, _, context) => [...(await formulasOf(id, context))],
    appraisals: ({ id }, args, context) => present(context.load(appraisalsOfCycles, id, args), id),
  },
  AppraisalFormula: {
    components: ({ components }) => [...components],
  },
  WeightsNotWhole: {
    message: ({ total }) => `The weights come to ${total}; make them 100.`,
  },
};
