import type { GraphWorld } from './graph-world.ts';
import { givenPerson, type Place } from './stories.ts';
import { as, must, type Who } from './verbs.ts';

/** Two managers of one place: what one drafts, the other approves. */
export interface Managers {
  readonly author: Who & { readonly personId: string };
  readonly approver: Who & { readonly personId: string };
}

/** Both join in the workforce service. */
export async function givenManagers(world: GraphWorld, place: Place): Promise<Managers> {
  const author = await givenPerson(world, place, 'Mary Author', 'MANAGER');
  const approver = await givenPerson(world, place, 'Moses Approver', 'MANAGER');
  return {
    author: { ...as('manager', author), personId: author },
    approver: { ...as('manager', approver), personId: approver },
  };
}

/** A policy and its version. */
export interface GivenPolicy {
  readonly policy: { readonly id: string };
  readonly policyVersion: { readonly id: string };
}

/** Submits a draft, and the other manager approves it. */
export async function approvePolicy(
  world: GraphWorld,
  by: Managers,
  policyVersionId: string,
  dates: object = {},
): Promise<void> {
  await must(world, by.author, ['submitForReview', 'PolicyVersionSubmitted', 'policyVersion { id }'], {
    policyVersionId,
  });
  const approved = ['approvePolicyVersion', 'PolicyVersionApproved', 'policyVersion { id }'] as const;
  await must(world, by.approver, approved, { policyVersionId, ...dates });
}

/** A policy drafted by one and approved by the other, in effect from now on. */
export async function givenPolicy(world: GraphWorld, by: Managers, input: object): Promise<GivenPolicy> {
  const given = await must<GivenPolicy>(
    world,
    by.author,
    ['draftPolicy', 'PolicyDrafted', 'policy { id } policyVersion { id }'],
    { kind: 'POLICY', ownerId: by.author.personId, reviewDueAt: '2027-06-01T00:00:00Z', ...input },
  );
  await approvePolicy(world, by, given.policyVersion.id);
  return given;
}
