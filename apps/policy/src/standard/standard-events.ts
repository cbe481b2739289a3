import type { NewEvent } from '@courtesy/events';
import { targetsOf } from './clock-rules.ts';
import type { ServiceStandard } from './standard.ts';

/**
 * What other services are told of a standard that was published, replaced or withdrawn: all of it, with its dates. Whoever reads v1 knows of no
 * bands, and of responses and resolutions only: they are told of the standards for all that set either.
 */
export function changedEvents(standard: ServiceStandard, at: Date): NewEvent[] {
  const { tier, contractId, firstResponse, resolution } = standard;
  const simple = tier === null && contractId === null && (firstResponse !== null || resolution !== null);
  return [...(simple ? [changedV1(standard, at)] : []), changedV2(standard, at)];
}

const about = (standard: ServiceStandard, at: Date) => ({ subject: standard.id, sequence: standard.version, time: at });

function changedV2(standard: ServiceStandard, at: Date): NewEvent {
  const { name, calendarId, caseType, priority, tier, contractId } = standard;
  return {
    type: 'courtesy.standard.changed.v2',
    ...about(standard, at),
    data: {
      ...{ name, calendarId, caseType, priority, tier, contractId },
      usesSiteCalendar: standard.siteHours === true,
      targets: targetsOf(standard).map(({ clock, within, warnBefore, pausedIn }) => ({
        clock,
        withinMs: within,
        warnBeforeMs: warnBefore,
        pausedIn: [...pausedIn],
      })),
      effectiveFrom: standard.effectiveFrom.toISOString(),
      effectiveUntil: standard.effectiveUntil?.toISOString() ?? null,
    },
  };
}

function changedV1(standard: ServiceStandard, at: Date): NewEvent {
  return {
    type: 'courtesy.standard.changed.v1',
    ...about(standard, at),
    data: {
      name: standard.name,
      calendarId: standard.calendarId,
      caseType: standard.caseType,
      priority: standard.priority,
      firstResponseMs: standard.firstResponse,
      resolutionMs: standard.resolution,
      effectiveFrom: standard.effectiveFrom.toISOString(),
      effectiveUntil: standard.effectiveUntil?.toISOString() ?? null,
    },
  };
}
