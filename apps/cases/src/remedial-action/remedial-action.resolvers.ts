import { complaintsById } from '../complaint/complaint.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { completeRemedialAction, waiveRemedialAction } from './remedial-action.commands.ts';
import { remedialActionsById, remedialActionsOfComplaints } from './remedial-action.store.ts';

const asReference = (id: string | null) => (id ? { id } : null);

/** How the SDL of remedial actions maps to functions. */
export const remedialActionResolvers: Resolvers = {
  Mutation: {
    completeRemedialAction: (_, { input }, context) => completeRemedialAction(context, input),
    waiveRemedialAction: (_, { input }, context) => waiveRemedialAction(context, input),
  },
  Complaint: {
    remedialActions: ({ id }, _, context) => context.load(remedialActionsOfComplaints, id, undefined),
  },
  RemedialAction: {
    __resolveReference: ({ id }, context) => context.load(remedialActionsById, id, undefined),
    complaint: async ({ id, complaintId }, _, context) => {
      const complaint = await context.load(complaintsById, complaintId, undefined);
      if (!complaint) throw new Error(`The complaint of ${id} is not there`);
      return complaint;
    },
    owner: ({ ownerId }) => asReference(ownerId),
    endedBy: ({ endedById }) => asReference(endedById),
    overdue: ({ status, dueBy }, _, { now }) => status === 'OPEN' && now() >= dueBy,
  },
  RemedialActionEnded: {
    message: ({ remedialAction }) => `It was ${remedialAction.status.toLowerCase()} before.`,
  },
  RemedialActionsOpen: {
    message: ({ remedialActions }) =>
      `${remedialActions.length} remedial actions are still to be done, such as: ${remedialActions[0]?.action ?? ''}.`,
  },
};
