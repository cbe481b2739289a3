import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AnswerNeedInput, RecordNeedInput, RestateNeedInput } from '@courtesy/graph-types/customers';
import { customersById } from '../customer/customer.store.ts';
import { problemWithText } from '../customer/wording.ts';
import {
  answer,
  MAX_NEED,
  problemsOfNeed,
  restate,
  type CustomerNeed,
  type NeedAnswered,
  type NeedIsAnswered,
  type NeedRecorded,
  type NeedRestated,
  type Sayer,
} from './need.ts';
import { addNeed, lockNeed, saveNeed } from './need.store.ts';

/** What other services are told of a need: whose it is and whether it was met, never what it is. */
const needEvent = (told: 'recorded' | 'restated' | 'answered', need: CustomerNeed, time: Date): NewEvent => ({
  ...{ type: `courtesy.need.${told}.v1` as const, subject: need.id, sequence: need.version, time },
  data: { customerId: need.customerId, caseId: need.caseId, answer: need.answer, at: time.toISOString() },
});

/** Puts on record what a customer asks for or expects. */
export async function recordNeed(
  context: Context,
  input: RecordNeedInput,
): Promise<NeedRecorded | NotFound | InvalidInput | IdempotencyKeyReused> {
  const { db, actor } = context;
  const now = context.now();
  const problems = problemsOfNeed(input);
  if (problems.length > 0) return invalidInput(problems);
  const customer = await context.load(customersById, input.customerId, undefined);
  if (!customer) return notFound(input.customerId);
  const request = { key: input.idempotencyKey, operation: 'recordNeed', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const need: CustomerNeed = {
        ...{ id: context.newId('need'), customerId: customer.id, caseId: input.caseId ?? null, text: input.text },
        ...{ restated: null, restatedBy: null, restatedAt: null },
        ...{ answer: null, answerWords: null, answeredBy: null, answeredAt: null },
        ...{ recordedBy: actor.subject, recordedAt: now, version: 1 },
      };
      await addNeed(tx.manager, need);
      tx.emit(needEvent('recorded', need, now));
      return { type: 'NeedRecorded' as const, need };
    }),
  );
}

interface OnNeed {
  readonly needId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly said: readonly [path: string, text: string];
}

/** The one way of a change: lock, decide, save, announce. */
async function changeNeed<T extends NeedRestated | NeedAnswered>(
  { db, actor, now }: Context,
  { needId, expectedVersion, said }: OnNeed,
  decide: (need: CustomerNeed, by: Sayer) => T | NeedIsAnswered,
): Promise<T | NeedIsAnswered | NotFound | StaleVersion<CustomerNeed> | InvalidInput> {
  const problem = problemWithText(said[0], said[1], MAX_NEED);
  if (problem) return invalidInput([problem]);
  return db.transaction(async (tx): Promise<T | NeedIsAnswered | NotFound | StaleVersion<CustomerNeed>> => {
    const current = await lockNeed(tx.manager, actor, needId);
    if (!current) return notFound(needId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current, { subject: actor.subject, at: now() });
    if (outcome.type === 'NeedIsAnswered') return outcome;
    await saveNeed(tx.manager, outcome.need);
    tx.emit(needEvent(outcome.type === 'NeedAnswered' ? 'answered' : 'restated', outcome.need, now()));
    return outcome;
  });
}

/** Puts a need in the words of staff. */
export const restateNeed = (context: Context, input: RestateNeedInput) =>
  changeNeed<NeedRestated>(context, { ...input, said: ['restated', input.restated] }, (need, by) =>
    restate(need, input.restated, by),
  );

/** Answers whether a need was met. */
export const answerNeed = (context: Context, input: AnswerNeedInput) =>
  changeNeed<NeedAnswered>(context, { ...input, said: ['words', input.words] }, (need, by) => answer(need, input, by));
