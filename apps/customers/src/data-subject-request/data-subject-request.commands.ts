import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AnswerDataSubjectRequestInput,
  EraseCustomerInput,
  ExtendDataSubjectRequestInput,
  OpenDataSubjectRequestInput,
  RefuseDataSubjectRequestInput,
  VerifyDataSubjectInput,
} from '@courtesy/graph-types/customers';
import { lockCustomer } from '../customer/customer.store.ts';
import { problemWithText } from '../customer/wording.ts';
import { holdOver } from '../legal-hold/legal-hold.store.ts';
import {
  afterStep,
  dueOnFor,
  MAX_ANSWER,
  MAX_VERIFICATION,
  problemsOfReceipt,
  type CustomerErasedBefore,
  type DataSubjectRequest,
  type DataSubjectRequestMoved,
  type DataSubjectRequestOpened,
  type IllegalRequestStep,
  type LegalHoldInPlace,
  type RequestStep,
  type StillNeeded,
} from './data-subject-request.ts';
import { addRequest, lockRequest, saveRequest } from './data-subject-request.store.ts';
import { openCasesOf } from './still-needed.store.ts';

/** What can come of opening a request. */
export type OpenRequestOutcome =
  DataSubjectRequestOpened | CustomerErasedBefore | NotFound | InvalidInput | IdempotencyKeyReused;

const today = (now: Date) => now.toISOString().slice(0, 10);

/** Puts a request on record by which somebody uses their rights. A customer sees nobody but themself, and so asks for nobody else. */
export async function openDataSubjectRequest(
  context: Context,
  input: OpenDataSubjectRequestInput,
): Promise<OpenRequestOutcome> {
  const { db, actor, newId } = context;
  const now = context.now();
  const receivedOn = input.receivedOn ?? today(now);
  const problems = problemsOfReceipt(receivedOn, today(now));
  if (problems.length > 0) return invalidInput(problems);
  const asked = { key: input.idempotencyKey, operation: 'openDataSubjectRequest', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once<OpenRequestOutcome>(tx, asked, async () => {
      const customer = await lockCustomer(tx.manager, actor, input.customerId);
      if (!customer) return notFound(input.customerId);
      if (customer.status === 'ERASED') return { type: 'CustomerErasedBefore', customer };
      const request: DataSubjectRequest = {
        ...{ id: newId('dsr'), customerId: customer.id, kind: input.kind, status: 'RECEIVED', receivedOn },
        ...{ dueOn: dueOnFor(receivedOn), extended: false, openedBy: actor.subject, verifiedByWhat: null },
        ...{ reason: null, endedAt: null, nextTryAt: null, attempts: 0, lastError: null, version: 1 },
      };
      await addRequest(tx.manager, request);
      return { type: 'DataSubjectRequestOpened', request };
    }),
  );
}

interface OnRequest {
  readonly requestId: string;
  readonly expectedVersion?: number | null | undefined;
}

type Moving = DataSubjectRequestMoved | IllegalRequestStep | NotFound | StaleVersion<DataSubjectRequest>;

/** The one way of a step: lock, look whether something stands against it, decide, save. */
async function move<Refusal = never>(
  { db, actor, now }: Context,
  { requestId, expectedVersion }: OnRequest,
  step: RequestStep,
  against: (tx: Transaction, request: DataSubjectRequest) => Promise<Refusal | null> = async () => null,
): Promise<Moving | Refusal> {
  return db.transaction(async (tx): Promise<Moving | Refusal> => {
    const current = await lockRequest(tx.manager, actor, requestId);
    if (!current) return notFound(requestId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const request = afterStep(current, step, now());
    if ('type' in request) return request;
    const refusal = await against(tx, current);
    if (refusal !== null) return refusal;
    await saveRequest(tx.manager, request);
    return { type: 'DataSubjectRequestMoved', request };
  });
}

const saying = (path: string, text: string, max: number): InvalidInput | null => {
  const problem = problemWithText(path, text, max);
  return problem && invalidInput([problem]);
};

/** Says that whoever asked is whom the request is about. */
export const verifyDataSubject = async (context: Context, input: VerifyDataSubjectInput) =>
  saying('byWhat', input.byWhat, MAX_VERIFICATION) ??
  move(context, input, { verb: 'VERIFY', byWhat: input.byWhat.trim() });

/** Gives a request two months more, once. */
export const extendDataSubjectRequest = async (context: Context, input: ExtendDataSubjectRequestInput) =>
  saying('reason', input.reason, MAX_ANSWER) ?? move(context, input, { verb: 'EXTEND', reason: input.reason.trim() });

/** Refuses a request. */
export const refuseDataSubjectRequest = async (context: Context, input: RefuseDataSubjectRequestInput) =>
  saying('reason', input.reason, MAX_ANSWER) ?? move(context, input, { verb: 'REFUSE', reason: input.reason.trim() });

/** Says that a request was answered by hand. */
export const answerDataSubjectRequest = async (context: Context, input: AnswerDataSubjectRequestInput) =>
  saying('answer', input.answer, MAX_ANSWER) ?? move(context, input, { verb: 'ANSWER', answer: input.answer.trim() });

/** Has the customer of a request erased; the eraser takes it from there. Under the customer's lock, so that no hold is placed meanwhile. */
export const eraseCustomer = (context: Context, input: EraseCustomerInput) =>
  move<LegalHoldInPlace | StillNeeded>(context, input, { verb: 'ERASE' }, async ({ manager }, { customerId }) => {
    await lockCustomer(manager, context.actor, customerId);
    const hold = await holdOver(manager, customerId);
    if (hold) return { type: 'LegalHoldInPlace', hold };
    const openCases = await openCasesOf(manager, customerId);
    return openCases > 0 ? { type: 'StillNeeded', openCases } : null;
  });
