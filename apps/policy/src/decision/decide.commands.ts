import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { DecideInput } from '@courtesy/graph-types/policy';
import { seesPerson } from '../acknowledgement/people.store.ts';
import type { EvaluationRefused } from './evaluation-refused.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import { madeEvent } from './decision-events.ts';
import { addDecision, findDecision } from './decision.store.ts';
import {
  problemsOfMatter,
  type Decision,
  type DecisionMade,
  type Judgement,
  type NoVersionInForce,
} from './decision.ts';
import { readFacts, type Facts } from './fact-input.ts';
import { inForce, judge } from './judging.commands.ts';

type Refusal = NoVersionInForce | EvaluationRefused | NotFound;
/** What can come of deciding. */
export type DecideOutcome = DecisionMade | Refusal | InvalidInput | IdempotencyKeyReused;

/** Carries a refusal out of the transaction, so that its idempotency key stays free: asked again, the answer may be another. */
class NothingDecided extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.type);
    this.refusal = refusal;
  }
}

/** Whether the caller may decide for a handler: for themselves always, for others as a writer of policies who sees them. */
async function mayDecideFor({ actor, db }: Context, handlerId: string | null): Promise<boolean> {
  if (handlerId === null || handlerId === actor.personId) return true;
  return actor.scopes.includes('policy:write') && seesPerson(db.manager, actor, handlerId);
}

/** What the rules say on the matter. It is found out before the transaction: no connection waits while rules are evaluated. */
async function judged(
  context: Context,
  input: DecideInput,
  { facts, handlerId }: { readonly facts: Facts; readonly handlerId: string | null },
): Promise<Judgement | Refusal> {
  if (handlerId !== null && !(await mayDecideFor(context, handlerId))) return notFound(handlerId);
  const at = input.at ?? context.now();
  const asked = await inForce(context, input.decisionTableId, at);
  return 'type' in asked ? asked : judge(context, asked, { facts, at });
}

/** The entry's id is the answer that is kept under the key: the entry itself is in the ledger for ever. */
async function enter(tx: Transaction, made: Decision): Promise<string> {
  await addDecision(tx.manager, made);
  tx.emit(madeEvent(made));
  return made.id;
}

async function entryOf(tx: Transaction, id: string): Promise<DecisionMade> {
  const decision = await findDecision(tx.manager, id);
  if (!decision) throw new Error(`The decision ${id} was made and is not in the ledger`);
  return { type: 'DecisionMade', decision };
}

/** Decides by the version in effect, and enters the decision in the ledger. */
export async function decide(context: Context, input: DecideInput): Promise<DecideOutcome> {
  const { facts, problems } = readFacts(input.facts, 'facts');
  const all = [...problems, ...problemsOfMatter(input), ...problemsOfInstant('at', input.at)];
  if (all.length > 0) return invalidInput(all);
  const { actor, db } = context;
  const handlerId = input.handlerId ?? actor.personId ?? null;
  const judgement = await judged(context, input, { facts, handlerId });
  const [key, subject, now] = [input.idempotencyKey, actor.subject, context.now()];
  const work = (tx: Transaction) => () => {
    if ('type' in judgement) throw new NothingDecided(judgement);
    const { caseId = null, customerId = null } = input;
    const matter = { decidedAt: now, decidedBy: subject, handlerId, caseId, customerId };
    return enter(tx, { id: context.newId('dec'), ...judgement, ...matter });
  };
  try {
    return await db.transaction(async (tx) => {
      const entered = await once(tx, { key, operation: 'decide', subject, input, now }, work(tx));
      return typeof entered === 'string' ? entryOf(tx, entered) : entered;
    });
  } catch (failure) {
    if (failure instanceof NothingDecided) return failure.refusal;
    throw failure;
  }
}
