import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { casesById } from '../case/case.store.ts';
import { interactionsById } from '../interaction/interaction.store.ts';
import { retryEmail, sendEmail } from './mail.commands.ts';
import { mailById, mailOfCases, unfiledMail } from './mail.store.ts';

/** How the SDL of e-mail maps to functions. */
export const mailResolvers: Resolvers = {
  Query: {
    unfiledEmails: (_, page, { db, actor }) => unfiledMail(db.manager, actor, page),
  },
  Mutation: {
    sendEmail: (_, { input }, context) => sendEmail(context, input),
    retryEmail: (_, { input }, context) => retryEmail(context, input),
  },
  Case: {
    emails: ({ id }, page, context) => nestedPage(context, mailOfCases, id, page),
  },
  MailMessage: {
    __resolveReference: ({ id }, context) => context.load(mailById, id, undefined),
    case: ({ caseId }, _, context) => (caseId ? context.load(casesById, caseId, undefined) : null),
    interaction: ({ interactionId }, _, context) =>
      interactionId ? context.load(interactionsById, interactionId, undefined) : null,
  },
  MailNotConfigured: {
    message: () => 'This deployment sends no mail: give the cases service MAIL_SMTP_URL and MAIL_FROM.',
  },
  EmailNotFailed: {
    message: ({ email }) =>
      `The e-mail is ${email.state.toLowerCase()}; only one that failed or bounced is tried again.`,
  },
};
