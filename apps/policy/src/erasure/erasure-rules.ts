import { type ErasureRules, ERASED } from '@courtesy/persistence';

const erased = `'${ERASED}'`;
const unlessNull = (column: string) => `CASE WHEN ${column} IS NULL THEN NULL ELSE ${erased} END`;

/** Texts of the organisation, which speak of no customer and many of which never change. */
const ownTexts = [
  ...['policies', 'policy_versions', 'clauses', 'articles', 'article_versions', 'knowledge_texts', 'knowledge_words'],
  ...[
    'letter_templates',
    'letter_template_versions',
    'briefs',
    'brief_versions',
    'decision_tables',
    'decision_table_versions',
  ],
  ...['compensation_schemes', 'compensation_scheme_versions', 'compensation_bands', 'complaint_regimes'],
  ...['complaint_regime_versions', 'calendars', 'calendar_versions', 'service_standards', 'priority_matrix_versions'],
  ...['rule_pack_installations', 'person_copy', 'acknowledgements', 'authority_grants'],
];

/** What erasing a customer does to what was decided, agreed and written for them: the words are gone; outcomes, versions, dates and amounts stay. */
export const erasureRules: ErasureRules = {
  // A hash of facts stays, so that the record still says that there were some, and which decision was the same as which.
  keep: [...ownTexts, 'decisions.facts_hash', 'decisions.digest'],
  whose: {
    event_log: `subject = ANY ($1 || $2) OR data ->> 'customerId' = ANY ($1) OR data ->> 'caseId' = ANY ($2)`,
    idempotency: `answer LIKE ANY (SELECT '%' || id || '%' FROM unnest($1 || $2) AS named (id))`,
    contract_lines: 'contract_id IN (SELECT id FROM service_contracts WHERE customer_id = ANY ($1))',
    contract_reviews: 'contract_id IN (SELECT id FROM service_contracts WHERE customer_id = ANY ($1))',
  },
  alone: [],
  own: {
    'sent_letters.subject': erased,
    'sent_letters.body': erased,
    'sent_letters.elements': `'[]'`,
    'sent_letters.fields': `'[]'`,
    'service_contracts.name': erased,
    'service_contracts.termination_reason': unlessNull('termination_reason'),
    'contract_reviews.reason': erased,
    'authority_requests.reason': erased,
    'authority_requests.decision_reason': unlessNull('decision_reason'),
    'policy_exceptions.reason': erased,
    'policy_exceptions.decision_reason': unlessNull('decision_reason'),
    'entitlement_uses.reason': unlessNull('reason'),
  },
};
