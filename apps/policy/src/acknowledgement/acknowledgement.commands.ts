import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AcknowledgePolicyVersionInput } from '@courtesy/graph-types/policy';
import { stateAmong, type IllegalVersionState, type PolicyVersion } from '../policy/policy-version.ts';
import { findPolicyVersion, versionsOf } from '../policy/policy-version.store.ts';
import {
  problemsOfAcknowledgement,
  type Acknowledgement,
  type AlreadyAcknowledged,
  type PolicyVersionAcknowledged,
} from './acknowledgement.ts';
import { addAcknowledgement, findAcknowledgement } from './acknowledgement.store.ts';
import { seesPerson } from './people.store.ts';

/** What can come of acknowledging a version. */
export type AcknowledgePolicyVersionOutcome =
  | PolicyVersionAcknowledged
  | AlreadyAcknowledged
  | IllegalVersionState
  | NotFound
  | InvalidInput
  | IdempotencyKeyReused;

const acknowledgedEvent = (acknowledgement: Acknowledgement, { policyId, number }: PolicyVersion): NewEvent => ({
  type: 'courtesy.policy-version.acknowledged.v1',
  subject: acknowledgement.id,
  sequence: 1,
  time: acknowledgement.recordedAt,
  data: {
    personId: acknowledgement.personId,
    policyId,
    policyVersionId: acknowledgement.policyVersionId,
    number,
    method: acknowledgement.method,
    quizScore: acknowledgement.quizScore,
    acknowledgedAt: acknowledgement.acknowledgedAt.toISOString(),
  },
});

/** Whether the caller may speak for a person: for themselves always, for others as a writer of policies who sees them. */
async function maySpeakFor({ actor }: Context, tx: Transaction, personId: string): Promise<boolean> {
  if (personId === actor.personId) return true;
  return actor.scopes.includes('policy:write') && seesPerson(tx.manager, actor, personId);
}

async function record(
  context: Context,
  tx: Transaction,
  input: AcknowledgePolicyVersionInput & { readonly personId: string },
): Promise<PolicyVersionAcknowledged | AlreadyAcknowledged | IllegalVersionState | NotFound> {
  const now = context.now();
  if (!(await maySpeakFor(context, tx, input.personId))) return notFound(input.personId);
  const version = await findPolicyVersion(tx.manager, input.policyVersionId);
  if (!version) return notFound(input.policyVersionId);
  const earlier = await findAcknowledgement(tx.manager, input);
  if (earlier) return { type: 'AlreadyAcknowledged', acknowledgement: earlier };
  const state = stateAmong(version, await versionsOf(tx.manager, version.policyId), now);
  if (state !== 'APPROVED' && state !== 'EFFECTIVE')
    return { type: 'IllegalVersionState', policyVersion: version, state };
  const acknowledgement: Acknowledgement = {
    id: context.newId('ack'),
    personId: input.personId,
    policyVersionId: version.id,
    method: input.method,
    quizScore: input.quizScore ?? null,
    acknowledgedAt: input.acknowledgedAt ?? now,
    recordedAt: now,
    recordedBy: context.actor.subject,
  };
  if (!(await addAcknowledgement(tx.manager, acknowledgement))) {
    const first = await findAcknowledgement(tx.manager, input);
    if (!first)
      throw new Error(`The acknowledgement of ${version.id} by ${input.personId} was neither added nor found`);
    return { type: 'AlreadyAcknowledged', acknowledgement: first };
  }
  tx.emit(acknowledgedEvent(acknowledgement, version));
  return { type: 'PolicyVersionAcknowledged', acknowledgement };
}

/** Puts on record that somebody has taken note of a version. */
export async function acknowledgePolicyVersion(
  context: Context,
  input: AcknowledgePolicyVersionInput,
): Promise<AcknowledgePolicyVersionOutcome> {
  const { actor, db } = context;
  const personId = input.personId ?? actor.personId;
  const problems = problemsOfAcknowledgement(input, personId, context.now());
  if (problems.length > 0 || !personId) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'acknowledgePolicyVersion',
    subject: actor.subject,
    input,
    now: context.now(),
  };
  return db.transaction((tx) => once(tx, request, () => record(context, tx, { ...input, personId })));
}
