import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, someId, type World, mutations } from './policy-world.ts';

/** Who drafts, and who approves. */
export const author = caller('MANAGER', { subject: 'author', personId: someId('pers'), reach: 'ALL' });
export const approver = caller('MANAGER', { subject: 'approver', personId: someId('pers'), reach: 'ALL' });

/** What specs see of a version. */
export interface SeenVersion {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
  readonly version: number;
}

/** A result of one of these mutations. */
export interface DocumentResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly policy: { readonly id: string; readonly version: number };
  readonly policyVersion: SeenVersion;
  readonly replaced: { readonly id: string } | null;
  readonly acknowledgement: { readonly id: string; readonly method: string; readonly quizScore: number | null };
}

const VERSION = 'policyVersion { id number state effectiveFrom effectiveUntil version }';
const ACKNOWLEDGEMENT = 'acknowledgement { id method quizScore }';
const REFUSALS = `... on UserError { code message
  ... on InvalidInput { problems { path } }
  ... on IllegalVersionState { ${VERSION} } ... on OverlappingVersion { ${VERSION} } ... on ApproverIsAuthor { ${VERSION} }
  ... on DraftInProgress { ${VERSION} } ... on AlreadyAcknowledged { ${ACKNOWLEDGEMENT} } }`;
const SUCCESSES: Readonly<Record<string, string>> = {
  draftPolicy: `... on PolicyDrafted { policy { id version } ${VERSION} }`,
  amendPolicy: `... on PolicyAmended { policy { id version } }`,
  draftPolicyVersion: `... on PolicyVersionDrafted { ${VERSION} }`,
  reviseDraft: `... on DraftRevised { ${VERSION} }`,
  submitForReview: `... on PolicyVersionSubmitted { ${VERSION} }`,
  returnToDraft: `... on PolicyVersionReturned { ${VERSION} }`,
  approvePolicyVersion: `... on PolicyVersionApproved { ${VERSION} replaced { id } }`,
  withdrawPolicyVersion: `... on PolicyVersionWithdrawn { ${VERSION} }`,
  acknowledgePolicyVersion: `... on PolicyVersionAcknowledged { ${ACKNOWLEDGEMENT} }`,
};

/** Runs one of the mutations of policies, as their author unless somebody else is named. */
export const change = mutations<DocumentResult>(author, (verb) => `${REFUSALS} ${SUCCESSES[verb]}`);

/** Clauses whose text is told by their anchors, unless a text is given. */
export const clausesOf = (...anchors: (string | readonly [string, string])[]) =>
  anchors.map((each) =>
    typeof each === 'string' ? { anchor: each, text: `On ${each}` } : { anchor: each[0], text: each[1] },
  );

/** A policy with the draft of its first version. */
export async function givenPolicy(world: World, input: Record<string, unknown> = {}): Promise<DocumentResult> {
  const drafted = await change(world, 'draftPolicy', {
    title: 'Refunds',
    kind: 'POLICY',
    ownerId: someId('pers'),
    reviewDueAt: '2027-01-01T00:00:00Z',
    clauses: clausesOf('1', '2'),
    ...input,
  });
  if (drafted.__typename !== 'PolicyDrafted') throw new Error(JSON.stringify(drafted));
  return drafted;
}

/** Submits a draft and asks for its approval. */
export async function approve(
  world: World,
  policyVersionId: string,
  dates: Record<string, unknown> = {},
  by: Actor = approver,
): Promise<DocumentResult> {
  await change(world, 'submitForReview', { policyVersionId });
  return change(world, 'approvePolicyVersion', { policyVersionId, ...dates }, by);
}

/** The next version of a policy, approved with these dates. */
export async function givenNext(
  world: World,
  policyId: string,
  dates: Record<string, unknown> = {},
  clauses?: readonly object[],
): Promise<DocumentResult> {
  const { policyVersion } = await change(world, 'draftPolicyVersion', { policyId, ...(clauses && { clauses }) });
  return approve(world, policyVersion.id, dates);
}

/** The number of the version in effect at each instant, null where none was. */
export const numbersAt = async (world: World, policyId: string, instants: readonly string[]) => {
  const fields = instants.map((at, i) => `at${i}: versionAt(at: "${at}") { number }`).join(' ');
  const { policy } = await ask<{ policy: Record<string, { number: number } | null> }>(
    world,
    `query ($policyId: ID!) { policy(id: $policyId) { ${fields} } }`,
    { policyId },
    author,
  );
  return instants.map((_, i) => policy[`at${i}`]?.number ?? null);
};
