import { type ErasureRules, ERASED } from '@courtesy/persistence';

const erased = `'${ERASED}'`;
const unlessNull = (column: string) => `CASE WHEN ${column} IS NULL THEN NULL ELSE ${erased} END`;
/** Where a value must stay one of its kind, each row has its own. */
const each = `'${ERASED} ' || id`;
const ofPurchase = 'purchase_id IN (SELECT id FROM purchases WHERE customer_id = ANY ($1))';
const ofMerge = 'SELECT merge_id FROM customer_merge_members WHERE customer_id = ANY ($1)';

/** What erasing a customer does here: nothing says any more who they were; that somebody was a customer, and what was bought, stays. */
export const erasureRules: ErasureRules = {
  keep: ['products', 'health_models', 'purchases.order_number', 'purchases.source'],
  whose: {
    customers: 'id = ANY ($1)',
    purchase_tenders: ofPurchase,
    vulnerability_terms: 'vulnerability_id IN (SELECT id FROM vulnerabilities WHERE customer_id = ANY ($1))',
    customer_merges: `id IN (${ofMerge})`,
    customer_merge_reversals: `id IN (${ofMerge})`,
    customer_merge_fields: `merge_id IN (${ofMerge})`,
    event_log: `subject = ANY ($1 || $2) OR data ->> 'customerId' = ANY ($1) OR data ->> 'caseId' = ANY ($2)`,
    idempotency: `answer LIKE ANY (SELECT '%' || id || '%' FROM unnest($1 || $2) AS named (id))`,
  },
  alone: ['customers', 'contact_points', 'external_identities'],
  own: {
    'customers.display_name': `CASE WHEN kind = 'PERSON' THEN NULL ELSE ${erased} END`,
    'customers.given_name': 'NULL',
    'customers.family_name': 'NULL',
    'customers.preferred_language': 'NULL',
    'customers.territory': 'NULL',
    'customers.country': 'NULL',
    'contact_points.value': erased,
    'contact_points.normalised': each,
    'contact_points.lines': `CASE WHEN lines IS NULL THEN NULL ELSE '{}'::text[] END`,
    'contact_points.locality': 'NULL',
    'contact_points.territory': 'NULL',
    'contact_points.postcode': 'NULL',
    'contact_points.country': 'NULL',
    'contact_points.bounce_reason': unlessNull('bounce_reason'),
    'external_identities.external_id': each,
    'circumstances.name': each,
    'promises.text': erased,
    'promises.note': unlessNull('note'),
    'purchase_tenders.reference': 'NULL',
    'consents.how': erased,
    'consents.place': unlessNull('place'),
    'vulnerabilities.need': erased,
    'vulnerabilities.basis_reason': unlessNull('basis_reason'),
    'vulnerabilities.end_reason': unlessNull('end_reason'),
    'vulnerability_terms.need': erased,
    'customer_merges.reason': erased,
    'customer_merge_reversals.reason': erased,
    'customer_merge_fields.before': 'NULL',
    'customer_merge_fields.after': 'NULL',
    'customer_merge_fields.beneath': 'NULL',
    'customer_merge_fields.given': 'NULL',
    'data_subject_requests.verified_by_what': unlessNull('verified_by_what'),
    'data_subject_requests.reason': unlessNull('reason'),
  },
};
