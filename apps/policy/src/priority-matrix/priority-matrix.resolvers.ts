import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { adjustmentsMade, mayNameCustomer } from '../adjustment/adjustment.store.ts';
import { contractsById } from '../contract/contract.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { contractStanding } from '../standard/service-level.store.ts';
import { publishPriorityMatrix } from './priority-matrix.commands.ts';
import { endsAt, stepsOf, versionAt, type PriorityMatrix, type PriorityMatrixVersion } from './priority-matrix.ts';
import { listVersions, matrixVersionsById, versionsOfMatrix } from './priority-matrix.store.ts';
import { MATRIX_ID } from './shipped-matrix.ts';

async function versionsIn(context: Context): Promise<readonly PriorityMatrixVersion[]> {
  return (await context.load(versionsOfMatrix, MATRIX_ID, undefined)) ?? [];
}

async function countingAt(context: Context, at: Date): Promise<PriorityMatrixVersion> {
  const version = versionAt(await versionsIn(context), at);
  if (!version) throw new BadInput(`No priority was decided at ${at.toISOString()}. Give a later instant.`);
  return version;
}

async function matrix(context: Context): Promise<PriorityMatrix> {
  return { id: MATRIX_ID, version: (await versionsIn(context)).length - 1 };
}

/** What is said of a contract that was named and does not count. */
const unheld: Readonly<Record<'UNKNOWN' | 'NOT_IN_FORCE' | 'IN_FORCE', readonly string[]>> = {
  UNKNOWN: ['There is no such contract.'],
  NOT_IN_FORCE: ['The contract was not in force then, and does not count.'],
  IN_FORCE: [],
};

/** How the SDL of the priority matrix maps to functions. */
export const priorityMatrixResolvers: Resolvers = {
  Query: {
    priorityMatrix: (_, __, context) => matrix(context),
    priorityFor: async (_, { impact, urgency, tier, contractId, customerId, at, ...said }, context) => {
      const when = at ?? context.now();
      const matrixVersion = await countingAt(context, when);
      const standing = await contractStanding(context.db.manager, contractId ?? null, when);
      const inForce = standing === 'IN_FORCE' ? (contractId ?? null) : null;
      mayNameCustomer(context, customerId);
      const adjustments = await adjustmentsMade(context, customerId);
      const isVulnerable = said.isVulnerable || adjustments.includes('PRIORITY_HANDLING');
      const steps = stepsOf(matrixVersion, { impact, urgency, tier: tier ?? null, contractId: inForce, isVulnerable });
      const [base, ...later] = steps;
      return {
        priority: steps.at(-1)?.priority ?? base.priority,
        matrixVersion,
        reasons: [
          { message: `Impact ${impact} and urgency ${urgency} are ${base.priority}.`, priority: base.priority },
          ...unheld[standing ?? 'IN_FORCE'].map((message) => ({ message, priority: base.priority })),
          ...later.map(({ rule, priority }) => ({ message: rule.reason, priority })),
        ],
      };
    },
  },
  Mutation: {
    publishPriorityMatrix: (_, { input }, context) => publishPriorityMatrix(context, input),
  },
  PriorityMatrix: {
    __resolveReference: async ({ id }, context) => (id === MATRIX_ID ? matrix(context) : null),
    current: (_, __, context) => countingAt(context, context.now()),
    versions: (_, { first, after }, { db }) => listVersions(db.manager, { first, after }),
  },
  PriorityMatrixVersion: {
    __resolveReference: ({ id }, context) => context.load(matrixVersionsById, id, undefined),
    effectiveUntil: async (version, _, context) => endsAt(await versionsIn(context), version),
    author: ({ authorId }) => (authorId ? { id: authorId } : null),
  },
  PriorityRule: {
    contract: ({ contractId }, _, context) => (contractId ? context.load(contractsById, contractId, undefined) : null),
  },
  OverlappingMatrixVersion: {
    message: ({ matrixVersion }) =>
      `Version ${matrixVersion.number} counts from ${matrixVersion.effectiveFrom.toISOString()}. Give a later instant.`,
  },
};
