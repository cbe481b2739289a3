import { commonPersonalData, type PersonalDataMap } from '@courtesy/persistence';

/**
 * Of every column of text in this service: whose it is, and what becomes of it when a customer is erased. It keeps staff, who are no customers;
 * a customer can only be named in what somebody wrote beside.
 */
export const personalData: PersonalDataMap = {
  ...commonPersonalData,
  leaves: { whose: null, columns: { code: 'kind status', text: 'reason', staff: 'requested_by' } },
  people: {
    whose: null,
    columns: { code: 'job_role', ours: 'display_name given_name family_name email source source_id' },
  },
  regions: { whose: null, columns: { ours: 'name source source_id' } },
  shifts: { whose: null, columns: { code: 'status breaks', text: 'reason' } },
  sites: { whose: null, columns: { ours: 'name time_zone source source_id' } },
  teams: { whose: null, columns: { ours: 'name source source_id' } },
};
