import { BadInput } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import type { QueryFindDuplicatesArgs } from '@courtesy/graph-types/customers';
import { customersById } from '../customer/customer.store.ts';
import type { Customer } from '../customer/customer.ts';
import type { Resolvers } from '../resolver-types.ts';
import { comparedOf, permilleOf, sourcesOfBoth } from './comparing.ts';
import { adoptDuplicateRule, dismissDuplicate, startDuplicateScan } from './duplicate.commands.ts';
import {
  problemsOfThreshold,
  STANDARD,
  type DuplicatePair,
  type DuplicateRule,
  type DuplicateRun,
  type PairAsOfNow,
} from './duplicate.ts';
import {
  dismissalsOfPairs,
  duplicatePairsById,
  duplicateRulesById,
  duplicateRunsById,
  findRule,
  listPairs,
  listRules,
  pairsAsOfNow,
  runsOfRules,
  statesOfPairs,
} from './duplicate.store.ts';

const there = <T>(found: T | null, id: string): T => {
  if (found === null) throw new Error(`${id} is not there`);
  return found;
};

const ruleOf = async (context: Context, id: string): Promise<DuplicateRule> =>
  there(await context.load(duplicateRulesById, id, undefined), id);
const runOf = async (context: Context, id: string): Promise<DuplicateRun> =>
  there(await context.load(duplicateRunsById, id, undefined), id);
const customerOf = async (context: Context, id: string): Promise<Customer> =>
  there(await context.load(customersById, id, undefined), id);
const asOfNow = async (context: Context, { id }: DuplicatePair): Promise<PairAsOfNow> =>
  there(await context.load(pairsAsOfNow, id, undefined), id);

async function findDuplicates({ db }: Context, args: QueryFindDuplicatesArgs) {
  const [problem] = problemsOfThreshold(args.threshold);
  if (problem) throw new BadInput(`threshold ${problem.message}.`);
  const rule = await findRule(db.manager, args.rule ?? STANDARD);
  if (!rule) return null;
  const leastPermille = Math.round((args.threshold ?? 0) * 1000);
  return listPairs(db.manager, { ruleId: rule.id, leastPermille, states: args.states ?? ['OPEN'] }, args);
}

/** How the SDL of duplicates maps to functions. */
export const duplicateResolvers: Resolvers = {
  Query: {
    duplicateRules: (_, page, { db }) => listRules(db.manager, page),
    findDuplicates: (_, args, context) => findDuplicates(context, args),
    duplicatePair: (_, { id }, context) => context.load(duplicatePairsById, id, undefined),
    duplicateRun: (_, { id }, context) => context.load(duplicateRunsById, id, undefined),
  },
  Mutation: {
    adoptDuplicateRule: (_, { input }, context) => adoptDuplicateRule(context, input),
    startDuplicateScan: (_, { input }, context) => startDuplicateScan(context, input),
    dismissDuplicate: (_, { input }, context) => dismissDuplicate(context, input),
  },
  DuplicateRule: {
    __resolveReference: ({ id }, context) => context.load(duplicateRulesById, id, undefined),
    criteria: ({ criteria }) => [...criteria],
    threshold: ({ thresholdPermille }) => thresholdPermille / 1000,
    runs: ({ id }, page, context) => nestedPage(context, runsOfRules, id, page),
  },
  DuplicateRun: {
    __resolveReference: ({ id }, context) => context.load(duplicateRunsById, id, undefined),
    rule: ({ ruleId }, _, context) => ruleOf(context, ruleId),
    criteria: ({ criteria }) => [...criteria],
    threshold: ({ thresholdPermille }) => thresholdPermille / 1000,
    progress: ({ state, steps, stepsDone }) => (state === 'DONE' ? 1 : stepsDone / (steps + 1)),
    leftOut: ({ leftOut }) => [...leftOut],
  },
  DuplicatePair: {
    __resolveReference: ({ id }, context) => context.load(duplicatePairsById, id, undefined),
    rule: ({ ruleId }, _, context) => ruleOf(context, ruleId),
    run: ({ runId }, _, context) => runOf(context, runId),
    first: ({ firstId }, _, context) => customerOf(context, firstId),
    second: ({ secondId }, _, context) => customerOf(context, secondId),
    score: ({ permille }) => permille / 1000,
    currentScore: async (pair, _, context) => permilleOf((await asOfNow(context, pair)).parts) / 1000,
    parts: async (pair, _, context) => {
      const { parts, first, second } = await asOfNow(context, pair);
      return parts.map((part) => ({
        ...part,
        firstValues: comparedOf(part.test, first),
        secondValues: comparedOf(part.test, second),
      }));
    },
    mergeBlockedBy: async (pair, _, context) => {
      const { first, second } = await asOfNow(context, pair);
      return sourcesOfBoth(first, second);
    },
    state: async ({ id }, _, context) => there(await context.load(statesOfPairs, id, undefined), id),
    dismissal: ({ id }, _, context) => context.load(dismissalsOfPairs, id, undefined),
  },
  DuplicateScanUnderWay: {
    message: ({ run }) => `${run.id} looks for duplicates by this rule; wait until it has ended.`,
  },
  DuplicateAlreadyMerged: {
    message: () => 'One customer stands for both already; undo the merge first.',
  },
};
