import { decimalOf, type Money } from '@courtesy/kernel';
import type { Peer } from '@courtesy/subgraph';
import { z } from 'zod';
import { isGoodwill } from './budget.ts';
import type { Acting, GivenFact, HeadGiven, Payout } from './payout.ts';

const id = z.object({ id: z.string() });
const said = z.object({ message: z.string() });
const of = <T extends string, S extends z.ZodRawShape>(name: T, shape: S) =>
  z.object({ __typename: z.literal(name), ...shape });
const refused = <T extends string>(name: T) => of(name, said.shape);

const DECIDE = `mutation ($input: DecideInput!) { result: decide(input: $input) { __typename ... on UserError { message }
  ... on DecisionMade { decision { id outcome clauses { id } policyVersions { id } } } ... on NotFound { id } ... on EvaluationRefused { reason } } }`;

const decided = z.object({
  result: z.discriminatedUnion('__typename', [
    of('DecisionMade', {
      decision: z.object({ id: z.string(), outcome: z.string(), clauses: z.array(id), policyVersions: z.array(id) }),
    }),
    refused('NoVersionInForce'),
    of('EvaluationRefused', { ...said.shape, reason: z.string() }),
    of('NotFound', { ...said.shape, ...id.shape }),
    refused('InvalidInput'),
    refused('IdempotencyKeyReused'),
  ]),
});

const USE = 'use { id clause { id } }';
const use = z.object({ id: z.string(), clause: id.nullable() });

const RESERVE = `mutation ($input: ReserveAuthorityInput!) { result: reserveAuthority(input: $input) { __typename ... on UserError { message }
  ... on AuthorityReserved { ${USE} } ... on ApprovalNeeded { message request { id } } } }`;

const reserved = z.object({
  result: z.discriminatedUnion('__typename', [
    of('AuthorityReserved', { use }),
    of('ApprovalNeeded', { ...said.shape, request: id }),
    refused('InvalidInput'),
    refused('IdempotencyKeyReused'),
  ]),
});

const APPROVE = `mutation ($input: ApproveAuthorityRequestInput!) { result: approveAuthorityRequest(input: $input) { __typename ... on UserError { message }
  ... on AuthorityRequestApproved { ${USE} } } }`;

const approved = z.object({
  result: z.discriminatedUnion('__typename', [
    of('AuthorityRequestApproved', { use }),
    refused('SelfApproval'),
    refused('AuthorityInsufficient'),
    refused('AuthorityRequestDecided'),
    refused('NotFound'),
    refused('StaleVersion'),
    refused('InvalidInput'),
    refused('IdempotencyKeyReused'),
  ]),
});

const REFUSE = `mutation ($input: RefuseAuthorityRequestInput!) { result: refuseAuthorityRequest(input: $input) { __typename } }`;
const SETTLE = `mutation ($input: SettleAuthorityUseInput!) { result: settleAuthorityUse(input: $input) { __typename ... on UserError { message }
  ... on AuthorityUseEnded { use { state } } } }`;
const VOID = `mutation ($input: VoidAuthorityUseInput!) { result: voidAuthorityUse(input: $input) { __typename } }`;
const ended = z.object({
  result: z.object({
    __typename: z.string(),
    message: z.string().optional(),
    use: z.object({ state: z.string() }).optional(),
  }),
});

const ASSESS = `mutation ($input: AssessAwardInput!) { result: assessAward(input: $input) { __typename ... on UserError { message }
  ... on AwardAssessed { assessment { id clause { id } } } } }`;

const assessed = z.object({
  result: z.union([
    of('AwardAssessed', { assessment: z.object({ id: z.string(), clause: id.nullable() }) }),
    z.object({ __typename: z.string(), message: z.string() }),
  ]),
});

/** The decisions and authority that a payout rests on, asked of policy as this service (ADR 0014). */
export type PolicyDesk = ReturnType<typeof policyDesk>;

/** What every call is told: the key under which it has its effect once, and the id of the request. */
export interface Asking {
  readonly key: string;
  readonly requestId: string;
}

const given = (money: Money) => ({ amount: decimalOf(money), currency: money.currency });
const factInput = ({ name, text, number, isTrue }: GivenFact) => ({
  name,
  ...(text !== undefined && { text }),
  ...(number !== undefined && { number }),
  ...(isTrue !== undefined && { isTrue }),
});
const AUTHORITY = ['policy:read', 'case:write'] as const;

/** Authority to pay so much, asked for under somebody's grant. */
const reserveInput = (payout: Payout, handler: Acting, key: string) => ({
  idempotencyKey: key,
  decisionType: payout.kind === 'REFUND' ? 'REFUND' : isGoodwill(payout) ? 'GOODWILL' : 'COMPENSATION',
  amount: given(payout),
  caseId: payout.caseId,
  customerId: payout.customerId,
  ...(payout.orderReference !== null && { orderReference: payout.orderReference }),
  handler,
});

const decideInput = (payout: Payout, key: string) => ({
  idempotencyKey: key,
  decisionTableId: payout.decisionTableId,
  facts: payout.facts.map(factInput),
  caseId: payout.caseId,
  customerId: payout.customerId,
  handlerId: payout.handler.personId,
});

const assessInput = (payout: Payout, head: HeadGiven, key: string) => ({
  idempotencyKey: key,
  schemeId: payout.schemeId,
  head: head.head,
  band: head.band,
  amount: given({ minor: BigInt(head.minor), currency: payout.currency }),
  upliftCodes: head.upliftCodes,
  basis: head.basis,
  ...(head.exceptionId !== null && { exceptionId: head.exceptionId }),
  caseId: payout.caseId,
  customerId: payout.customerId,
  handler: payout.handler,
});

interface Operation<A> {
  readonly document: string;
  readonly answer: z.ZodType<A>;
  /** Beside those of authority. */
  readonly scopes?: readonly string[];
}

/** Opens the desk over a peer. */
export function policyDesk(policy: Peer) {
  const ask = async <A>({ document, answer, scopes = [] }: Operation<A>, input: object, requestId: string) =>
    policy.call({ document, variables: { input }, answer, scopes: [...AUTHORITY, ...scopes], requestId });
  return {
    /** Decides by the payout's table, for its handler: naming somebody else takes the right to write policies. */
    decide: (payout: Payout, { key, requestId }: Asking) =>
      ask({ document: DECIDE, answer: decided, scopes: ['policy:write'] }, decideInput(payout, key), requestId),
    /** Holds one head of an award against the bands. */
    assess: (payout: Payout, head: HeadGiven, { key, requestId }: Asking) =>
      ask({ document: ASSESS, answer: assessed }, assessInput(payout, head, key), requestId),
    /** Reserves the amount under somebody's own authority. */
    reserve: (payout: Payout, handler: Acting, { key, requestId }: Asking) =>
      ask({ document: RESERVE, answer: reserved }, reserveInput(payout, handler, key), requestId),
    /** Approves a request under somebody else's authority. */
    approve: (authorityRequestId: string, handler: Acting, { key, requestId }: Asking) =>
      ask(
        { document: APPROVE, answer: approved },
        { idempotencyKey: key, requestId: authorityRequestId, handler },
        requestId,
      ),
    /** Refuses a request; one that is decided already stays as it is. */
    refuse: (authorityRequestId: string, reason: string, requestId: string) =>
      ask({ document: REFUSE, answer: ended }, { requestId: authorityRequestId, reason }, requestId),
    /** Counts a use as carried out. */
    settle: (useId: string, { key, requestId }: Asking) =>
      ask({ document: SETTLE, answer: ended }, { idempotencyKey: key, useId }, requestId),
    /** Frees a use; one that has ended stays as it is. */
    free: (useId: string, reason: string, { key, requestId }: Asking) =>
      ask({ document: VOID, answer: ended }, { idempotencyKey: key, useId, reason }, requestId),
  };
}
