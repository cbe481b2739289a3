import { money, type Money } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { teamsById } from '../team/team.store.ts';
import {
  approveRequisition,
  cancelRequisition,
  holdRequisition,
  raiseRequisition,
  rejectRequisition,
  resumeRequisition,
} from './requisition.commands.ts';
import type { Commitment, Requisition } from './requisition.ts';
import { commitmentOfRequisition, listRequisitions, NOTHING, requisitionsById } from './requisition.store.ts';

const committedOf = async ({ id }: Requisition, context: Context): Promise<Commitment> =>
  (await context.load(commitmentOfRequisition, id, undefined)) ?? NOTHING;

const amountIn = ({ currency }: Requisition, minor: bigint): Money => money(minor, currency);

const standing: Readonly<Record<Requisition['status'], string>> = {
  REQUESTED: 'waits to be decided on',
  APPROVED: 'is approved',
  REJECTED: 'was rejected',
  ON_HOLD: 'is on hold',
  FILLED: 'is filled',
  CANCELLED: 'was cancelled',
};

/** How the SDL of requisitions maps to functions. */
export const requisitionResolvers: Resolvers = {
  Query: {
    requisition: (_, { id }, context) => context.load(requisitionsById, id, undefined),
    requisitions: (_, args, { db, actor, now }) => listRequisitions(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    raiseRequisition: (_, { input }, context) => raiseRequisition(context, input),
    approveRequisition: (_, { input }, context) => approveRequisition(context, input),
    rejectRequisition: (_, { input }, context) => rejectRequisition(context, input),
    holdRequisition: (_, { input }, context) => holdRequisition(context, input),
    resumeRequisition: (_, { input }, context) => resumeRequisition(context, input),
    cancelRequisition: (_, { input }, context) => cancelRequisition(context, input),
  },
  Requisition: {
    __resolveReference: ({ id }, context) => context.load(requisitionsById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    budget: (requisition) => amountIn(requisition, requisition.budgetMinor),
    committed: async (requisition, _, context) =>
      amountIn(requisition, (await committedOf(requisition, context)).minor),
    left: async (requisition, _, context) =>
      amountIn(requisition, requisition.budgetMinor - (await committedOf(requisition, context)).minor),
    vacancies: async (requisition, _, context) =>
      Math.max(0, requisition.headcount - (await committedOf(requisition, context)).offers),
    requestedBy: ({ requestedById }, _, context) =>
      requestedById ? context.load(peopleById, requestedById, undefined) : null,
    decidedBy: ({ decidedById }, _, context) => (decidedById ? context.load(peopleById, decidedById, undefined) : null),
  },
  RequisitionIsElsewhere: {
    message: ({ requisition }) => `This requisition ${standing[requisition.status]}.`,
  },
  RequisitionIsOwn: {
    message: () => 'Somebody else must decide on this requisition.',
  },
};
