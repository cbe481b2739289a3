import { z } from 'zod';
import { PeerFailed, type Context, type Peer, type Resource } from '@courtesy/subgraph';
import type { PolicyFact } from './requesting.ts';

/** The decision table that is asked whether goods may come back, as the retail pack names it. */
export const RETURN_TABLE = 'Return or exchange';
/** The one that is asked whether money is given for them. */
export const REFUND_TABLE = 'Refund';

/** What a call about returns may do at the policy service: read its tables, and decide for whoever handles the return. */
const SCOPES = ['policy:read', 'policy:write'];

/** The policy service, as returns ask it. */
export const returnPolicy: Resource<Peer> = {
  name: 'the policy service, which decides returns',
  open: ({ peer }) => peer('policy'),
  close: () => {},
};

const FIND = `query DecisionTableNamed($name: String!) {
  decisionTables(first: 1, where: { name: { eq: $name } }) { nodes { id } }
}`;

const found = z.object({ decisionTables: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });

const DECIDE = `mutation DecideReturn($input: DecideInput!) {
  decide(input: $input) {
    __typename
    ... on UserError { message }
    ... on DecisionMade {
      decision { id outcome requiredDocuments missingFacts { field } clauses { id anchor } policyVersions { id } decidedAt }
    }
  }
}`;

const named = z.array(z.object({ id: z.string() }));
const made = z.object({
  __typename: z.literal('DecisionMade'),
  decision: z.object({
    id: z.string(),
    outcome: z.string(),
    requiredDocuments: z.array(z.string()),
    missingFacts: z.array(z.object({ field: z.string() })),
    clauses: z.array(z.object({ id: z.string(), anchor: z.string() })),
    policyVersions: named,
    decidedAt: z.iso.datetime(),
  }),
});
const refused = z.object({ __typename: z.string(), message: z.string() });
const decided = z.object({ decide: z.union([made, refused]) });

/** What policy said. */
export type PolicyAnswer = z.infer<typeof made>['decision'];

/** Why policy said nothing, in words. */
export interface NoAnswer {
  readonly unanswered: string;
}

/** What policy is asked: on these facts, about this case and customer. */
export interface PolicyQuestion {
  readonly tableId: string;
  readonly facts: readonly PolicyFact[];
  readonly caseId: string;
  readonly customerId: string;
}

/** Does `ask`, and says in words why there is no answer when the other service gives none. */
async function answered<A>(ask: () => Promise<A>): Promise<A | NoAnswer> {
  try {
    return await ask();
  } catch (failure) {
    if (failure instanceof PeerFailed) return { unanswered: failure.message };
    throw failure;
  }
}

/** The id of the decision table of this name. */
export async function findTable(context: Context, name: string): Promise<string | NoAnswer> {
  const { requestId } = context;
  const answer = await answered(() =>
    context.resource(returnPolicy).call({
      ...{ document: FIND, variables: { name }, answer: found },
      ...{ scopes: SCOPES, requestId },
    }),
  );
  if ('unanswered' in answer) return answer;
  return answer.decisionTables.nodes[0]?.id ?? { unanswered: `There is no decision table named ${name}` };
}

/** Asks policy to decide. The decision stays in its ledger whatever becomes of it here. */
export async function askPolicy(context: Context, question: PolicyQuestion): Promise<PolicyAnswer | NoAnswer> {
  const { requestId, actor } = context;
  const { tableId: decisionTableId, facts, caseId, customerId } = question;
  const handler = actor.personId ? { handlerId: actor.personId } : {};
  const idempotencyKey = context.newId('retd');
  const variables = { input: { idempotencyKey, decisionTableId, facts, caseId, customerId, ...handler } };
  const answer = await answered(() =>
    context.resource(returnPolicy).call({ document: DECIDE, variables, answer: decided, scopes: SCOPES, requestId }),
  );
  if ('unanswered' in answer) return answer;
  return 'decision' in answer.decide ? answer.decide.decision : { unanswered: answer.decide.message };
}
