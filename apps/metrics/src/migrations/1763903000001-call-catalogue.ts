import type { MigrationInterface, QueryRunner } from 'typeorm';

const dimensions = '{PRIORITY,OUTCOME,TERRITORY,SERVICE,SITE,TEAM,AGENT}';
const each =
  'Only calls that a telephone switch logged, each in the period in which it came in; of a record that was corrected, the current one. Days begin and end in the time zone of the figures.';

const count = { unit: 'COUNT', additivity: 'ADDS' };
const share = (numerator: string) => ({
  ...{ unit: 'SHARE', additivity: 'PARTS_ADD' },
  numerator,
  denominator: 'Calls offered: answered or abandoned.',
});
const duration = (denominator: string) => ({ unit: 'DURATION', additivity: 'VALUES_DO_NOT_ADD', denominator });

const definitions = [
  {
    id: 'mdef_01karczke0esmtmwpa05g98djc',
    key: 'calls.recorded',
    name: 'Calls that came in',
    description: 'How often the telephone rang at the switch.',
    formula: `Counts every inbound call that the switch logged, also those that left in the menu. ${each}`,
    ...count,
  },
  {
    id: 'mdef_01karczke1fh7br65hc16vft7x',
    key: 'calls.left_menu',
    name: 'Left in the menu',
    description: 'How many callers got what they wanted from the menu, or gave up on it.',
    formula: `Counts inbound calls whose caller hung up in the menu, before waiting for anybody. ${each}`,
    ...count,
  },
  {
    id: 'mdef_01karczke2fy592d5g2qsp4xkf',
    key: 'calls.offered',
    name: 'Calls offered',
    description: 'How many callers wanted somebody: the demand that staffing has to meet.',
    formula: `Counts inbound calls that somebody answered, and those whose caller gave up waiting. Calls that left in the menu do not count. ${each}`,
    ...count,
  },
  {
    id: 'mdef_01karczke3fxkvsjkq62s8v2st',
    key: 'calls.answered',
    name: 'Calls answered',
    description: 'How many callers reached somebody.',
    formula: `Counts inbound calls that somebody answered, whether or not the switch says who. Broken down by AGENT: by who answered; UNATTRIBUTED where it does not say. ${each}`,
    ...count,
  },
  {
    id: 'mdef_01karczke4fr4vp649me3wvjry',
    key: 'calls.abandoned',
    name: 'Calls abandoned',
    description: 'How many callers gave up waiting.',
    formula: `Counts inbound calls whose caller hung up while waiting for somebody. ${each}`,
    ...count,
  },
  {
    id: 'mdef_01karczke5ez1tnmnxx541s2t1',
    key: 'calls.queued',
    name: 'Calls that waited',
    description: 'How many callers had to wait at all.',
    formula: `Counts inbound calls that were answered or abandoned after waiting longer than no time. ${each}`,
    ...count,
  },
  {
    id: 'mdef_01karczke6fk59n7jhjmx37yhx',
    key: 'calls.abandonment_share',
    name: 'Abandonment',
    description: 'The part of the callers who wanted somebody and gave up waiting.',
    formula: `Numerator over denominator. ${each}`,
    ...share('Calls abandoned.'),
  },
  {
    id: 'mdef_01karczke7eetrfp444bv0p97y',
    key: 'calls.service_level.10s',
    name: 'Answered within 10 seconds',
    description: 'The part of the callers who wanted somebody and reached them within 10 seconds.',
    formula: `Numerator over denominator. A call that did not wait counts as answered within 10 seconds; one that was abandoned never does. ${each}`,
    ...share('Calls answered after waiting at most 10 seconds.'),
  },
  {
    id: 'mdef_01karczke8f3q90b6k8nys7bv5',
    key: 'calls.service_level.20s',
    name: 'Answered within 20 seconds',
    description: 'The part of the callers who wanted somebody and reached them within 20 seconds.',
    formula: `Numerator over denominator. A call that did not wait counts as answered within 20 seconds; one that was abandoned never does. ${each}`,
    ...share('Calls answered after waiting at most 20 seconds.'),
  },
  {
    id: 'mdef_01karczke9e4h84bqkt0c1pj5a',
    key: 'calls.service_level.30s',
    name: 'Answered within 30 seconds',
    description: 'The part of the callers who wanted somebody and reached them within 30 seconds.',
    formula: `Numerator over denominator. A call that did not wait counts as answered within 30 seconds; one that was abandoned never does. ${each}`,
    ...share('Calls answered after waiting at most 30 seconds.'),
  },
  {
    id: 'mdef_01karczkeae6avytsbqahe5c96',
    key: 'calls.service_level.60s',
    name: 'Answered within 60 seconds',
    description: 'The part of the callers who wanted somebody and reached them within 60 seconds.',
    formula: `Numerator over denominator. A call that did not wait counts as answered within 60 seconds; one that was abandoned never does. ${each}`,
    ...share('Calls answered after waiting at most 60 seconds.'),
  },
  {
    id: 'mdef_01karczkebfs2am91x49sr9es8',
    key: 'calls.service_level.20s.without_short_abandons',
    name: 'Answered within 20 seconds, short abandons left out',
    description: 'The same as within 20 seconds, but for callers who gave up so soon that nobody could have answered.',
    formula: `Numerator over denominator. ${each}`,
    ...{
      ...share('Calls answered after waiting at most 20 seconds.'),
      denominator: 'Calls offered, but for those abandoned after less than 5 seconds.',
    },
  },
  {
    id: 'mdef_01karczkeceesb6vpgpewkhwjx',
    key: 'calls.speed_of_answer.mean',
    name: 'Speed of answer',
    description: 'How long callers who reached somebody had waited.',
    formula: `The mean of the seconds waited over calls answered; a call that did not wait waited 0. ${each}`,
    ...duration('Calls answered.'),
  },
  {
    id: 'mdef_01karczkede69ad388kfr9h75b',
    key: 'calls.speed_of_answer.queued.mean',
    name: 'Speed of answer of those who waited',
    description: 'How long callers who reached somebody had waited, when they waited at all.',
    formula: `The mean of the seconds waited over calls that were answered after waiting longer than no time. ${each}`,
    ...duration('Calls answered that waited.'),
  },
  {
    id: 'mdef_01karczkeefwmvvjrjftywp37p',
    key: 'calls.handle_time.mean',
    name: 'Handle time',
    description: 'How long handling a call takes.',
    formula: `The mean of the seconds from answer to end over answered calls of which the switch measured more than 0. ${each}`,
    ...duration('Calls answered with a handle time above 0.'),
  },
  {
    id: 'mdef_01karczkeffk69bgnpqqtbj56k',
    key: 'calls.handle_time.total',
    name: 'Handle time in all',
    description: 'How much time calls took.',
    formula: `The sum of the seconds from answer to end over answered calls of which the switch measured more than 0. ${each}`,
    ...{ ...duration('Calls answered with a handle time above 0.'), additivity: 'ADDS' },
  },
  {
    id: 'mdef_01karczkegedpb2h6k0v5g011e',
    key: 'calls.abandoned_wait.mean',
    name: 'Patience of those who gave up',
    description: 'How long callers waited before they gave up.',
    formula: `The mean of the seconds waited over calls abandoned. ${each}`,
    ...duration('Calls abandoned.'),
  },
  {
    id: 'mdef_01karczkehfdy9t0gg0wwv1jy0',
    key: 'calls.wait.median',
    name: 'Wait, median',
    description: 'Half of the callers who wanted somebody waited no longer than this.',
    formula: `The 50th percentile, interpolated between the two nearest calls, of the seconds waited over calls offered, answered or not; a call that did not wait waited 0. ${each}`,
    ...duration('Calls offered.'),
  },
  {
    id: 'mdef_01karczkeje18tdpdppckxska5',
    key: 'calls.wait.p90',
    name: 'Wait, 90th percentile',
    description: 'Nine of ten callers who wanted somebody waited no longer than this.',
    formula: `The 90th percentile, interpolated between the two nearest calls, of the seconds waited over calls offered, answered or not; a call that did not wait waited 0. ${each}`,
    ...duration('Calls offered.'),
  },
  {
    id: 'mdef_01karczkekf3rv8zvbd4v8vtmg',
    key: 'calls.wait.max',
    name: 'Longest wait',
    description: 'How long the caller waited who waited longest.',
    formula: `The most seconds waited over calls offered, answered or not. ${each}`,
    ...duration('Calls offered.'),
  },
].map((definition) => ({
  ...{ version: 1, owner: 'Head of customer service', effective_from: '2000-01-01', dimensions },
  ...definition,
}));

/** The first version of what each metric of telephone calls means. */
export class CallCatalogue1763903000001 implements MigrationInterface {
  readonly name = 'CallCatalogue1763903000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `INSERT INTO metric_definition
         (id, key, version, name, description, formula, unit, numerator, denominator, additivity, dimensions, owner, effective_from)
       SELECT id, key, version, name, description, formula, unit, numerator, denominator, additivity, dimensions::text[], owner, effective_from
       FROM json_to_recordset($1::json) AS d (id text, key text, version integer, name text, description text, formula text, unit text,
         numerator text, denominator text, additivity text, dimensions text, owner text, effective_from date)`,
      [JSON.stringify(definitions)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM metric_definition WHERE id = ANY ($1)`, [definitions.map(({ id }) => id)]);
  }
}
