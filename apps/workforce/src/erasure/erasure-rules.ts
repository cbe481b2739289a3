import type { ErasureRules } from '@courtesy/persistence';

/** Workforce keeps staff, who are not customers; a customer can only be named in what somebody wrote beside. */
export const erasureRules: ErasureRules = {
  keep: ['people', 'regions', 'sites', 'teams'],
  whose: {},
  alone: [],
  own: {},
};
