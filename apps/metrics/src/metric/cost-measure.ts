import type { Rule, Summary, Tally } from './measure.ts';

/** What an hour of work cost at a site on the day of an instant, in minor units. */
export const hourAt = (site: string, at: string) => `(SELECT r.hour_minor FROM cost_rate r WHERE r.site_id = ${site}
  AND r.currency = :currency AND r.from_day <= (${at} AT TIME ZONE :zone)::date ORDER BY r.from_day DESC LIMIT 1)`;
const MS_OF_HOUR = '3600000.0';
const rateKnown = (site: string, at: string): Rule => ({
  sql: `${hourAt(site, at)} IS NOT NULL`,
  words: 'Only where it is known what an hour of work costs, in the currency asked for.',
});

const contacts = (as: Summary): Tally => ({
  ...{ kind: 'CONTACTS', at: 'f.at', restsOn: 'RATES' },
  counted: [
    { sql: 'NOT f.is_automatic', words: 'Nothing that a machine sent or answered.' },
    { sql: 'f.handle_ms > 0', words: 'Only where it was measured how long it took.' },
    rateKnown('f.site_id', 'f.at'),
  ],
  quantity: { of: `f.handle_ms / ${MS_OF_HOUR} * ${hourAt('f.site_id', 'f.at')}`, as },
});

const TIME = `coalesce((SELECT sum(i.handle_ms / ${MS_OF_HOUR} * ${hourAt('i.site_id', 'i.at')}) FROM {activity_fact} i
  WHERE i.kind = 'CONTACT' AND i.case_id = f.case_id AND NOT i.is_automatic), 0)`;
const COMPENSATION = `coalesce((SELECT sum(w.amount) FROM {activity_fact} w WHERE w.kind = 'AWARD' AND w.case_id = f.case_id
  AND w.outcome = 'SETTLED' AND w.currency = :currency), 0)`;

/** How each version of each metric of cost is worked out. */
export const costMeasures: Readonly<Record<string, Tally>> = {
  'contacts.cost.mean@1': contacts('MEAN'),
  'contacts.cost.total@1': contacts('SUM'),
  'cases.cost_to_serve.mean@1': {
    ...{ kind: 'CASES', at: 'f.resolved_at', counted: [rateKnown('f.site_id', 'f.resolved_at')] },
    quantity: { of: `${TIME} + ${COMPENSATION}`, as: 'MEAN' },
    restsOn: 'RATES',
  },
};
