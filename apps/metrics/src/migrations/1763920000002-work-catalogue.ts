import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDefinitions, removeDefinitions } from './catalogue-rows.ts';

const days = 'Days begin and end in the time zone of the figures.';
const ofAcknowledgements = 'SITE,TEAM,AGENT';
const ofDecisions = 'PRODUCT,ISSUE,OUTCOME,TERRITORY,SITE,TEAM,AGENT';
const ofPayouts = 'STATUS,PRODUCT,ISSUE,TERRITORY,SITE,TEAM,AGENT';
const ofPresence = 'STATUS,SITE,TEAM,AGENT';
const ofPromises = 'OUTCOME,TERRITORY,SITE,TEAM,AGENT';
const ofPurchases = 'CHANNEL,TERRITORY,SITE';
const ofReviews = 'STATUS,SITE,TEAM,AGENT';
const ofShifts = 'SITE,TEAM,AGENT';

const definitions = [
  {
    id: 'mdef_01karx6d0gfax9v98bh4jwfhss',
    key: 'decisions.made',
    name: 'Decisions',
    description: 'How often a decision table was asked.',
    formula: `Counts decisions in the period of the instant whose rules were asked. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofDecisions,
  },
  {
    id: 'mdef_01karx6d0hekbv3qb0tcpkxevx',
    key: 'decisions.approval_share',
    name: 'Decisions for approval',
    description: 'Of the decisions, the part that another person had to approve.',
    formula: `Numerator over denominator, both in the period of the decision. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Decisions whose outcome is NEEDS_APPROVAL.',
    denominator: 'Decisions.',
    dimensions: ofDecisions,
  },
  {
    id: 'mdef_01karx6d0jfggabbv2tjc7r60p',
    key: 'decisions.acknowledged_share',
    name: 'Decided by the policy they know',
    description: 'Of the decisions that rest on a policy, the part made by somebody who had acknowledged it.',
    formula: `Numerator over denominator, both in the period of the decision. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Decisions whose maker had acknowledged, by then, every version of a policy that the decision rests on.',
    denominator: 'Decisions of which it is known who made them, and that rest on at least one version of a policy.',
    dimensions: ofDecisions,
  },
  {
    id: 'mdef_01karx6d0kff8tce4vt4rtdxcp',
    key: 'refunds.settled',
    name: 'Refunds paid, number',
    description: 'How often money was given back.',
    formula: `Counts payouts in the period in which they settled. One that was taken back counts no more. Broken down by AGENT: by who asked for it. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofPayouts,
  },
  {
    id: 'mdef_01karx6d0mf93rzx3g6k3y04qk',
    key: 'refunds.paid',
    name: 'Refunds paid',
    description: 'How much money was given back.',
    formula: `The sum of the amounts of one currency, in the period in which they settled. One that was taken back counts no more. Amounts in other currencies are other figures. Broken down by AGENT: by who asked for it. ${days}`,
    unit: 'MONEY',
    additivity: 'ADDS',
    denominator: 'Payouts in the currency.',
    dimensions: ofPayouts,
  },
  {
    id: 'mdef_01karx6d0nffe89gp1hx7t91ck',
    key: 'awards.settled',
    name: 'Compensation paid, number',
    description: 'How often compensation was paid.',
    formula: `Counts payouts in the period in which they settled. One that was taken back counts no more. Broken down by AGENT: by who asked for it. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofPayouts,
  },
  {
    id: 'mdef_01karx6d0peg4ssvet4cx47gff',
    key: 'awards.paid',
    name: 'Compensation paid',
    description: 'How much compensation was paid.',
    formula: `The sum of the amounts of one currency, in the period in which they settled. One that was taken back counts no more. Amounts in other currencies are other figures. Broken down by AGENT: by who asked for it. ${days}`,
    unit: 'MONEY',
    additivity: 'ADDS',
    denominator: 'Payouts in the currency.',
    dimensions: ofPayouts,
  },
  {
    id: 'mdef_01karx6d0qf03rx3pa3cnhrs7m',
    key: 'quality.reviews',
    name: 'Reviews of quality',
    description: 'How many contacts and cases were reviewed.',
    formula: `Counts reviews in the period in which they were published. Drafts and calibrations do not count. Broken down by TEAM and SITE: where whoever was reviewed works now. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofReviews,
  },
  {
    id: 'mdef_01karx6d0reckax91jqvk9sgch',
    key: 'quality.score.mean',
    name: 'Quality',
    description: 'How good the work is that was reviewed.',
    formula: `The mean of the scores from 0 to 100 as they stand, after disputes, over reviews in the period in which they were published. ${days}`,
    unit: 'SCORE',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Published reviews of which something was applicable.',
    dimensions: ofReviews,
  },
  {
    id: 'mdef_01karx6d0sen5t1pe3n14c8vq4',
    key: 'quality.critical_share',
    name: 'Failed a critical criterion',
    description: 'Of the reviews, the part that failed in something that must not fail.',
    formula: `Numerator over denominator, both in the period in which the review was published. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Reviews that a critical criterion made 0.',
    denominator: 'Published reviews of which something was applicable.',
    dimensions: ofReviews,
  },
  {
    id: 'mdef_01karx6d0tfxxat3625gmwydv9',
    key: 'promises.made',
    name: 'Promises',
    description: 'How much was promised to customers.',
    formula: `Counts promises in the period in which they were made. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofPromises,
  },
  {
    id: 'mdef_01karx6d0vfkgsggx0ahxesgzy',
    key: 'promises.kept_share',
    name: 'Promises kept',
    description: 'Of what was promised to customers, the part that was done.',
    formula: `Numerator over denominator, both in the period in which the promise was due. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Promises that were kept.',
    denominator: 'Promises that were kept or broken; those waived and those still open do not count.',
    dimensions: ofPromises,
  },
  {
    id: 'mdef_01karx6d0wf3zar87rbgzxx8cp',
    key: 'customers.retention_share',
    name: 'Customers who came back',
    description: 'Of the purchases, the part whose customer bought again within a year.',
    formula: `Numerator over denominator, both in the period of the purchase. Records that were merged are one customer. A purchase counts once it is 365 days old, so the last year has no figure yet. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Purchases whose customer bought again within 365 days.',
    denominator: 'Purchases at least 365 days old, of customers whom they name.',
    dimensions: ofPurchases,
  },
  {
    id: 'mdef_01karx6d0xe8ea97pmzx3xfqxk',
    key: 'shifts.adherence',
    name: 'Adherence',
    description: 'Of the time that people were to work, the part in which they were there.',
    formula: `Numerator over denominator in whole seconds, both in the period in which the shift begins. There is whoever said so: any presence but OFFLINE and AWAY. Shifts that are over count; those called off do not. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Seconds of shifts in which their person was present.',
    denominator: 'Seconds of shifts.',
    dimensions: ofShifts,
  },
  {
    id: 'mdef_01karx6d0yfm194ze9swnbyg13',
    key: 'presence.occupancy',
    name: 'Occupancy',
    description: 'Of the time in which people were ready for contacts, the part that contacts took.',
    formula: `Numerator over denominator in whole seconds, each spell whole in the period in which it begins. A spell that still lasts does not count yet. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Seconds ON_CONTACT and AFTER_CONTACT.',
    denominator: 'Seconds AVAILABLE, ON_CONTACT and AFTER_CONTACT.',
    dimensions: ofPresence,
  },
  {
    id: 'mdef_01karx6d0ze12vq5zy94p5v3yz',
    key: 'acknowledgements.given',
    name: 'Policies acknowledged',
    description: 'How often somebody took note of a version of a policy.',
    formula: `Counts acknowledgements in the period in which they were given. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofAcknowledgements,
  },
];

/** The first version of what each metric of decisions, payouts, quality, promises and work means. */
export class WorkCatalogue1763920000002 implements MigrationInterface {
  readonly name = 'WorkCatalogue1763920000002';

  async up(runner: QueryRunner): Promise<void> {
    await addDefinitions(runner, definitions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await removeDefinitions(runner, definitions);
  }
}
