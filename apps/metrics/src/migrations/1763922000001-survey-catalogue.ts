import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDefinitions, removeDefinitions } from './catalogue-rows.ts';

const days = 'Days begin and end in the time zone of the figures.';
const credited = 'Broken down by AGENT, TEAM and SITE: who had it in hand when it happened, whoever has it now.';
const no = 'Who did not answer is in no score.';
const ofResponses = 'CHANNEL,TIER,PRODUCT,ISSUE,TERRITORY,SITE,TEAM,AGENT';
const ofInvitations = 'CHANNEL,TIER,PRODUCT,ISSUE,TERRITORY,STATUS,OUTCOME,SITE,TEAM,AGENT';

const definitions = [
  {
    id: 'mdef_01karz3e40eykt11s5jes82kd0',
    key: 'surveys.responses',
    name: 'What customers said',
    description: 'How often customers said how something was, asked or of their own accord.',
    formula: `Counts responses of every kind in the period in which they were given first. A corrected one counts once. ${credited} ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofResponses,
  },
  {
    id: 'mdef_01karz3e41fqr9n2wj3za0989k',
    key: 'surveys.csat',
    name: 'Customer satisfaction (CSAT)',
    description: 'Of the customers who said how content they are, the part that is.',
    formula: `The two highest of five scores over all answers, both in the period in which they were given first, by the score as it stands. ${no} ${credited} ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Answers of 4 and 5, on the scale from 1 to 5.',
    denominator: 'Answers to CSAT, asked for or not.',
    dimensions: ofResponses,
  },
  {
    id: 'mdef_01karz3e42ec1t7kt51dx8zeew',
    key: 'surveys.nps',
    name: 'Net promoter score (NPS)',
    description: 'How many more customers would recommend us than would not, from -100 to 100.',
    formula: `100 times promoters (9 and 10) less detractors (0 to 6), over all answers, in the period in which they were given first, by the score as it stands. 7 and 8 count below the line alone. ${no} ${credited} ${days}`,
    unit: 'SCORE',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Answers to NPS, on the scale from 0 to 10.',
    dimensions: ofResponses,
  },
  {
    id: 'mdef_01karz3e43fbxsxcgxn3grfjz7',
    key: 'surveys.ces',
    name: 'Customer effort score (CES)',
    description: 'How easy customers say that we made it, from 1, very hard, to 7, very easy.',
    formula: `The mean of the answers in the period in which they were given first, by the score as it stands. ${no} ${credited} ${days}`,
    unit: 'SCORE',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Answers to CES.',
    dimensions: ofResponses,
  },
  {
    id: 'mdef_01karz3e44f4yss3h9b9erryvz',
    key: 'surveys.invited',
    name: 'Customers asked',
    description: 'How often customers were asked how something was.',
    formula: `Counts invitations in the period in which they went out. Suppressed ones did not. ${credited} ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofInvitations,
  },
  {
    id: 'mdef_01karz3e45e4v8hc5tjgfvm6f9',
    key: 'surveys.response_rate',
    name: 'Response rate',
    description: 'Of the customers who were asked, the part that answered.',
    formula: `Numerator over denominator, both in the period in which they were asked. Invitations that may still be answered are below the line, so that the last days are low at first. ${credited} ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Invitations that were answered.',
    denominator: 'Invitations that went out.',
    dimensions: ofInvitations,
  },
  {
    id: 'mdef_01karz3e46fz7r2zse2vkq8q8h',
    key: 'surveys.suppressed_share',
    name: 'Not asked',
    description: 'Of the customers whom a programme drew, the part that was not asked. Broken down by OUTCOME: why.',
    formula: `Numerator over denominator, both in the period in which it was planned to ask. ${credited} ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Invitations that were suppressed.',
    denominator: 'Invitations of which it is decided whether they go out.',
    dimensions: ofInvitations,
  },
];

/** The first version of what each metric of surveys means. */
export class SurveyCatalogue1763922000001 implements MigrationInterface {
  readonly name = 'SurveyCatalogue1763922000001';

  async up(runner: QueryRunner): Promise<void> {
    await addDefinitions(runner, definitions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await removeDefinitions(runner, definitions);
  }
}
