import { nestedPage } from '@courtesy/subgraph';
import { casesById } from '../case/case.store.ts';
import { holdersNow } from '../cover/cover.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { decideApproval, requestApproval } from './approval.commands.ts';
import { approverNow } from './approval.ts';
import { approvalsById, approvalsOfCases } from './approval.store.ts';

const asReference = (id: string | null) => (id ? { id } : null);

/** How the SDL of approvals maps to functions. */
export const approvalResolvers: Resolvers = {
  Query: {
    approval: (_, { id }, context) => context.load(approvalsById, id, undefined),
  },
  Mutation: {
    requestApproval: (_, { input }, context) => requestApproval(context, input),
    giveApproval: (_, { input }, context) => decideApproval(context, input, 'APPROVED'),
    refuseApproval: (_, { input }, context) => decideApproval(context, input, 'REJECTED'),
    withdrawApproval: (_, { input }, context) => decideApproval(context, input, 'WITHDRAWN'),
  },
  Case: { approvals: ({ id }, page, context) => nestedPage(context, approvalsOfCases, id, page) },
  Approval: {
    __resolveReference: ({ id }, context) => context.load(approvalsById, id, undefined),
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
    amount: ({ amountMinor, currency }) =>
      amountMinor !== null && currency !== null ? { minor: amountMinor, currency } : null,
    askedByPerson: ({ askedById }) => asReference(askedById),
    approver: async (approval, _, context) => asReference(approverNow(approval, await holdersNow(context))),
    decidedByPerson: ({ decidedById }) => asReference(decidedById),
  },
  ApprovalNotPending: { message: ({ approval }) => `It was ${approval.status.toLowerCase()} before.` },
  OwnApproval: { message: () => 'Nobody approves what they asked for themselves.' },
  NotTheApprover: { message: () => 'It is for somebody else to say this.' },
};
