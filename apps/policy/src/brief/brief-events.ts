import type { NewEvent } from '@courtesy/events';
import type { BriefVersion, StaffBrief } from './brief.ts';

/** What other services are told of a version that was published: when it is live, for whom, and whether it is read before a shift. */
export function publishedEvent(brief: StaffBrief, version: BriefVersion, at: Date): NewEvent {
  const { id, number, audienceRoles, audienceSiteIds, mustReadBeforeShift, quiz } = version;
  return {
    type: brief.kind === 'BULLETIN' ? 'courtesy.bulletin.published.v1' : 'courtesy.brief.published.v1',
    subject: brief.id,
    sequence: brief.version,
    time: at,
    data: {
      briefVersionId: id,
      number,
      title: brief.title,
      product: brief.product,
      liveFrom: (version.effectiveFrom ?? at).toISOString(),
      liveUntil: version.endsAt?.toISOString() ?? null,
      roles: [...audienceRoles],
      siteIds: [...audienceSiteIds],
      mustReadBeforeShift,
      passMark: quiz?.passMark ?? null,
    },
  };
}

/** What other services are told of a bulletin or brief that was cancelled. */
export function cancelledEvent(brief: StaffBrief, at: Date): NewEvent {
  return {
    type: 'courtesy.brief.cancelled.v1',
    subject: brief.id,
    sequence: brief.version,
    time: at,
    data: { kind: brief.kind, reason: brief.cancellationReason ?? '', cancelledAt: at.toISOString() },
  };
}
