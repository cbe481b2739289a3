import { invalidInput, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { amend, type AmendRequest, type Amended } from '../customer/amending.commands.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { MAX_REASON, problemWithText } from '../customer/wording.ts';
import { addStatusChanges } from './customer-status.store.ts';
import {
  stepped,
  steps,
  type CustomerCannotStandSo,
  type Standing,
  type Step,
  type StatusChange,
} from './customer-status.ts';

/** Why a customer is to stand otherwise. */
export interface StandingInput extends AmendRequest {
  readonly reason: string;
}

interface Stepped<S extends Step> {
  readonly type: S;
  readonly customer: Customer;
}

const changedStatusEvent = ({ id, customerId, before, after, at }: StatusChange): NewEvent => ({
  ...{ type: 'courtesy.customer.status-changed.v1', subject: id, sequence: 1, time: at },
  data: { customerId, before, after, at: at.toISOString() },
});

async function stepFor<S extends Step>(
  context: Context,
  tx: Transaction,
  { step: type, reason }: { readonly step: S; readonly reason: string },
  customer: Customer,
): Promise<Amended<Stepped<S> | CustomerCannotStandSo>> {
  const { status } = customer;
  const next = stepped(status, type);
  if (next === 'SAME') return { outcome: { type, customer }, changed: null };
  if (next === null)
    return { outcome: { type: 'CustomerCannotStandSo', status, wanted: steps[type].to }, changed: null };
  const change: StatusChange = {
    ...{ id: context.newId('stch'), customerId: customer.id, before: status as Standing, after: next },
    ...{ reason: reason.trim(), at: context.now(), recordedBy: context.actor.subject },
  };
  await addStatusChanges(tx.manager, [change]);
  tx.emit(changedStatusEvent(change));
  const changed = moved(customer, { status: next });
  return { outcome: { type, customer: changed }, changed };
}

/** Lets a customer take a step, such as being closed. One who stands so already is left as they are. */
export async function takeStep<S extends Step>(
  context: Context,
  step: S,
  input: StandingInput,
): Promise<Stepped<S> | CustomerCannotStandSo | NotFound | StaleVersion<Customer> | InvalidInput> {
  const problem = problemWithText('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  return context.db.transaction((tx) =>
    amend(context, tx, input, (customer) => stepFor(context, tx, { step, reason: input.reason }, customer)),
  );
}
