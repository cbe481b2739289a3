import { decimalOf, money, type Money } from '@courtesy/kernel';
import { asOfOf, loadAsOf, nestedPage, pageAsOf, type Context } from '@courtesy/subgraph';
import { namesOf } from '../fact/dimension.store.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  addBudgetLine,
  closeBudget,
  freezeBudget,
  openBudget,
  reviseBudgetLine,
  thawBudget,
} from './budget.commands.ts';
import type { Budget } from './budget.ts';
import { budgetsAsOf, budgetsById, listBudgets } from './budget.store.ts';
import { availableOf, forecastOf, isAtThreshold, usedOf, type BudgetLine } from './budget-line.ts';
import { entriesOfLines, commitmentsOfLines, linesById, linesOfBudgets } from './line.store.ts';
import { linesAsOf } from './line-then.store.ts';
import { positionsOfSites, readPosition } from './position.store.ts';

const dayOf = (at: Date, { config }: Context): string => reportingDay(at, reportingZone(config));

/** An amount as people read it. */
export const inWords = (amount: Money): string => `${decimalOf(amount)} ${amount.currency}`;

/** Which line it is, as people say it. */
export async function lineInWords(
  { category, siteId, month }: Pick<BudgetLine, 'category' | 'siteId' | 'month'>,
  { db }: Context,
): Promise<string> {
  const names = siteId === null ? null : await namesOf(db.manager, 'site', [siteId]);
  const place = siteId === null ? 'the organisation' : (names?.get(siteId) ?? siteId);
  return `${category} of ${place} in ${month.slice(0, 7)}`;
}

const standing: Readonly<Record<Budget['status'], string>> = {
  OPEN: 'is open',
  FROZEN: 'is frozen: nothing new is committed or planned',
  CLOSED: 'is closed: its year is over',
};

async function must<T>(loading: Promise<T | null>, id: string): Promise<T> {
  const loaded = await loading;
  if (loaded === null) throw new Error(`What ${id} names is not there`);
  return loaded;
}

const queriesAndMutations: Pick<Resolvers, 'Query' | 'Mutation'> = {
  Query: {
    budget: (_, { id }, context) => context.load(budgetsById, id, undefined),
    budgets: (_, args, { db }) => listBudgets(db.manager, args),
    budgetLine: (_, { id, asOf }, context) => loadAsOf(context, linesAsOf, { id, at: asOf ?? null }),
    budgetPosition: (_, query, context) => readPosition(context, query),
  },
  Mutation: {
    openBudget: (_, { input }, context) => openBudget(context, input),
    freezeBudget: (_, { input }, context) => freezeBudget(context, input),
    thawBudget: (_, { input }, context) => thawBudget(context, input),
    closeBudget: (_, { input }, context) => closeBudget(context, input),
    addBudgetLine: (_, { input }, context) => addBudgetLine(context, input),
    reviseBudgetLine: (_, { input }, context) => reviseBudgetLine(context, input),
  },
};

const refusals: Pick<Resolvers, 'BudgetIsElsewhere' | 'BudgetHasCommitments' | 'BudgetLineExists' | 'PlanBelowUse'> = {
  BudgetIsElsewhere: {
    message: ({ budget }) => `The budget ${budget.name} of ${budget.year} ${standing[budget.status]}.`,
  },
  BudgetHasCommitments: {
    message: ({ open }) => `${open} commitments are open under this budget: settle or release them first.`,
  },
  BudgetLineExists: {
    message: ({ category, month }) =>
      `There is a line for ${category} in ${month.slice(0, 7)} at this place already: revise it instead.`,
  },
  PlanBelowUse: {
    message: async ({ line }, _, context) =>
      `The line ${await lineInWords(line, context)} has ${inWords(money(usedOf(line), line.currency))} in use already.`,
  },
};

/** How the SDL of budgets, their lines and their position maps to functions. */
export const budgetResolvers: Resolvers = {
  ...queriesAndMutations,
  ...refusals,
  Budget: {
    __resolveReference: ({ id }, context) => context.load(budgetsById, id, undefined),
    owner: ({ ownerId }) => (ownerId ? { id: ownerId } : null),
    lines: ({ id }, page, context) => nestedPage(context, linesOfBudgets, id, page),
  },
  BudgetLine: {
    __resolveReference: ({ id }, context) => context.load(linesById, id, undefined),
    budget: (line, _, context) =>
      must(loadAsOf(context, budgetsAsOf, { id: line.budgetId, at: asOfOf(line) }), line.budgetId),
    site: ({ siteId }) => (siteId ? { id: siteId } : null),
    planned: ({ plannedMinor, currency }) => money(plannedMinor, currency),
    committed: ({ committedMinor, currency }) => money(committedMinor, currency),
    actual: ({ actualMinor, currency }) => money(actualMinor, currency),
    available: (line) => money(availableOf(line), line.currency),
    forecast: (line, _, context) => {
      const { minor, basis } = forecastOf(line, dayOf(asOfOf(line) ?? context.now(), context));
      return { amount: money(minor, line.currency), basis };
    },
    isAtThreshold: (line) => isAtThreshold(line, line.thresholdPercent),
    entries: (of, page, context) => pageAsOf(context, entriesOfLines, { of, page }),
    commitments: (of, page, context) => pageAsOf(context, commitmentsOfLines, { of, page }),
  },
  BudgetFigures: {
    planned: ({ plannedMinor, currency }) => money(plannedMinor, currency),
    committed: ({ committedMinor, currency }) => money(committedMinor, currency),
    actual: ({ actualMinor, currency }) => money(actualMinor, currency),
    available: (figures) => money(availableOf(figures), figures.currency),
    forecast: ({ forecastMinor, currency }) => money(forecastMinor, currency),
  },
  BudgetPositionRow: { site: ({ siteId }) => (siteId ? { id: siteId } : null) },
  Site: {
    budget: ({ id }, { year, by }, context) => context.load(positionsOfSites, id, { year, by }),
  },
};
