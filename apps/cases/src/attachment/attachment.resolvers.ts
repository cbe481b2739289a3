import { nestedPage, type Context } from '@courtesy/subgraph';
import { casesById, seesCasework } from '../case/case.store.ts';
import { interactionsById } from '../interaction/interaction.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { requestAttachmentUpload, withdrawAttachment } from './attachment.commands.ts';
import {
  attachmentPages,
  attachmentsById,
  attachmentsOfContacts,
  currentRecords,
  withdrawalsOf,
} from './attachment.store.ts';
import type { Attachment } from './attachment.ts';
import { downloadOf } from './ticket.commands.ts';

async function contactOf({ interactionId }: Attachment, _: unknown, context: Context) {
  const current = interactionId && (await context.load(currentRecords, interactionId, undefined));
  return current ? context.load(interactionsById, current, undefined) : null;
}

async function attachmentOf({ attachmentId }: { readonly attachmentId: string }, _: unknown, context: Context) {
  const attachment = await context.load(attachmentsById, attachmentId, undefined);
  if (!attachment) throw new Error(`The attachment ${attachmentId} of a timeline is not there`);
  return attachment;
}

const personOf = ({ personId }: { readonly personId: string | null }) => (personId ? { id: personId } : null);

/** How the SDL of attachments maps to functions. */
export const attachmentResolvers: Resolvers = {
  Query: {
    attachment: (_, { id }, context) => context.load(attachmentsById, id, undefined),
  },
  Mutation: {
    requestAttachmentUpload: (_, { input }, context) => requestAttachmentUpload(context, input),
    withdrawAttachment: (_, { input }, context) => withdrawAttachment(context, input),
  },
  Case: {
    attachments: ({ id }, { includeWithdrawn, ...page }, context) => {
      const pages = includeWithdrawn && seesCasework(context.actor) ? attachmentPages.all : attachmentPages.standing;
      return nestedPage(context, pages, id, page);
    },
  },
  Interaction: {
    attachments: ({ id }, page, context) => nestedPage(context, attachmentsOfContacts, id, page),
  },
  Attachment: {
    __resolveReference: ({ id }, context) => context.load(attachmentsById, id, undefined),
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
    interaction: contactOf,
    person: personOf,
    withdrawal: ({ id }, _, context) => context.load(withdrawalsOf, id, undefined),
    download: async ({ id }, _, context) =>
      (await context.load(withdrawalsOf, id, undefined)) ? null : downloadOf(id, context.config, context.now()),
  },
  AttachmentWithdrawal: { person: personOf },
  AttachmentAddedEntry: { attachment: attachmentOf },
  AttachmentWithdrawnEntry: { attachment: attachmentOf },
  AttachmentAlreadyWithdrawn: {
    message: ({ attachment }) => `"${attachment.fileName}" was withdrawn before.`,
  },
};
