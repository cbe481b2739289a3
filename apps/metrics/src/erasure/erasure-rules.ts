import { type ErasureRules, ERASED } from '@courtesy/persistence';

/** What erasing a customer does to the figures: nothing. Their words are gone; every case stays counted. */
export const erasureRules: ErasureRules = {
  keep: ['metric_definition', 'person_copy', 'site_copy', 'team_copy', 'region_copy'],
  whose: { event_log: `data ->> 'customerId' = ANY ($1)` },
  alone: [],
  own: { 'feedback.words': `CASE WHEN words IS NULL THEN NULL ELSE '${ERASED}' END` },
};
