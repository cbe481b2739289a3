import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RequestAttachmentUploadInput, WithdrawAttachmentInput } from '@courtesy/graph-types/cases';
import { casesById } from '../case/case.store.ts';
import { addWithdrawal, findAttachment, firstRecordOf } from './attachment.store.ts';
import {
  concerned,
  fileNameOf,
  problemsOfUpload,
  problemsOfWithdrawal,
  UPLOAD_TICKET_MS,
  type AttachmentAlreadyWithdrawn,
  type AttachmentTicket,
  type AttachmentUploadGranted,
  type AttachmentWithdrawal,
  type AttachmentWithdrawn,
} from './attachment.ts';
import { addTicket, caseOf, forgetTickets } from './content.store.ts';
import { uploadUrlOf } from './ticket.commands.ts';

/** What can come of asking to upload a file. */
export type RequestUploadOutcome = AttachmentUploadGranted | NotFound | InvalidInput;

/**
 * Gives leave to upload one file once, within ten minutes, to whoever has the answer's URL. Asked twice it gives two tickets, and the one that
 * is not used comes to nothing; so it takes no idempotency key, and no URL is ever stored with an answer.
 */
export async function requestAttachmentUpload(
  context: Context,
  input: RequestAttachmentUploadInput,
): Promise<RequestUploadOutcome> {
  const { actor, db } = context;
  const problems = problemsOfUpload(input);
  if (problems.length > 0) return invalidInput(problems);
  const about = await context.load(casesById, input.caseId, undefined);
  if (!about) return notFound(input.caseId);
  const contact = input.interactionId
    ? await firstRecordOf(db.manager, { caseId: about.id, interactionId: input.interactionId })
    : null;
  if (input.interactionId && !contact) return notFound(input.interactionId);
  const now = context.now();
  const ticket: AttachmentTicket = {
    ...{ id: context.newId('att'), caseId: about.id, interactionId: contact },
    ...{ fileName: fileNameOf(input.fileName), mediaType: input.mediaType, size: input.size },
    sha256: input.sha256?.toLowerCase() ?? null,
    ...{ requestedAt: now, requestedBy: actor.subject, personId: actor.personId ?? null },
    ...{ expiresAt: new Date(now.getTime() + UPLOAD_TICKET_MS), usedAt: null },
  };
  await db.transaction(async (tx) => {
    await forgetTickets(tx.manager, now);
    await addTicket(tx.manager, ticket);
  });
  const url = uploadUrlOf(ticket.id, context.config);
  return { type: 'AttachmentUploadGranted', url, expiresAt: ticket.expiresAt };
}

/** What can come of withdrawing an attachment. */
export type WithdrawAttachmentOutcome =
  AttachmentWithdrawn | AttachmentAlreadyWithdrawn | NotFound | InvalidInput | IdempotencyKeyReused;

async function withdraw(
  context: Context,
  tx: Transaction,
  { attachmentId, reason }: WithdrawAttachmentInput,
): Promise<WithdrawAttachmentOutcome> {
  const { actor } = context;
  const attachment = await findAttachment(tx.manager, actor, attachmentId);
  const about = attachment && (await caseOf(tx.manager, attachment));
  if (!attachment || !about) return notFound(attachmentId);
  const withdrawal: AttachmentWithdrawal = {
    ...{ id: context.newId('attw'), attachmentId: attachment.id, reason, withdrawnAt: context.now() },
    ...{ withdrawnBy: actor.subject, personId: actor.personId ?? null },
  };
  if (!(await addWithdrawal(tx.manager, withdrawal))) return { type: 'AttachmentAlreadyWithdrawn', attachment };
  tx.emit({
    ...{ type: 'courtesy.attachment.withdrawn.v1', subject: attachment.id, sequence: 2, time: withdrawal.withdrawnAt },
    data: {
      ...concerned(about),
      ...{ reason, withdrawnAt: withdrawal.withdrawnAt.toISOString(), personId: withdrawal.personId },
    },
  });
  return { type: 'AttachmentWithdrawn', attachment };
}

/** Withdraws an attachment: its record stays, with the reason; its content is handed out no more. */
export async function withdrawAttachment(
  context: Context,
  input: WithdrawAttachmentInput,
): Promise<WithdrawAttachmentOutcome> {
  const problems = problemsOfWithdrawal(input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const { subject } = context.actor;
  const request = { key: input.idempotencyKey, operation: 'withdrawAttachment', subject, input, now: context.now() };
  return context.db.transaction((tx) => once(tx, request, () => withdraw(context, tx, input)));
}
