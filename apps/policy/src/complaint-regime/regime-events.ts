import type { EventData, NewEvent } from '@courtesy/events';
import type { ComplaintRegimeVersion } from './complaint-regime-version.ts';
import type { ComplaintRegime } from './complaint-regime.ts';

/** What other services are told of an approved version: everything it says, so that they can apply it from a copy of their own. */
export function regimeApprovedEvent(regime: ComplaintRegime, version: ComplaintRegimeVersion, at: Date): NewEvent {
  return {
    type: 'courtesy.complaint-regime.approved.v1',
    subject: version.id,
    sequence: version.version,
    time: at,
    data: {
      regimeId: regime.id,
      name: regime.name,
      pack: regime.pack,
      number: version.number,
      approverId: version.approver?.personId ?? null,
      effectiveFrom: (version.effectiveFrom ?? at).toISOString(),
      effectiveUntil: version.endsAt?.toISOString() ?? null,
      rules: version.rules as EventData<'courtesy.complaint-regime.approved.v1'>['rules'],
    },
  };
}

/** What other services are told of an approved version that counts no more, or never will. */
export function regimeWithdrawnEvent(version: ComplaintRegimeVersion, at: Date): NewEvent {
  return {
    type: 'courtesy.complaint-regime.withdrawn.v1',
    subject: version.id,
    sequence: version.version,
    time: at,
    data: { regimeId: version.regimeId, number: version.number, withdrawnAt: at.toISOString() },
  };
}
