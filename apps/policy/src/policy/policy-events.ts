import type { NewEvent } from '@courtesy/events';
import type { PolicyVersion } from './policy-version.ts';
import type { Policy } from './policy.ts';

/** What other services are told of a version that was approved: when it takes effect, which nothing else will tell them. */
export function approvedEvent(policy: Policy, version: PolicyVersion, effectiveFrom: Date, at: Date): NewEvent {
  return {
    type: 'courtesy.policy-version.approved.v1',
    subject: version.id,
    sequence: version.version,
    time: at,
    data: {
      policyId: policy.id,
      title: policy.title,
      kind: policy.kind,
      number: version.number,
      approverId: version.approver?.personId ?? null,
      effectiveFrom: effectiveFrom.toISOString(),
      effectiveUntil: version.endsAt?.toISOString() ?? null,
    },
  };
}

/** What other services are told of whom a policy is for. */
export const audienceEvent = (policy: Policy, at: Date): NewEvent => ({
  ...{ type: 'courtesy.policy.audience-stated.v1', subject: policy.id, sequence: policy.version, time: at },
  data: { title: policy.title, roles: [...policy.audienceRoles], siteIds: [...policy.audienceSiteIds] },
});

/** What other services are told of a version that counts no more, or never will. */
export function withdrawnEvent(version: PolicyVersion, at: Date): NewEvent {
  return {
    type: 'courtesy.policy-version.withdrawn.v1',
    subject: version.id,
    sequence: version.version,
    time: at,
    data: { policyId: version.policyId, number: version.number, withdrawnAt: at.toISOString() },
  };
}
