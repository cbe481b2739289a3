import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let boss: Who;
let agent: Who;
let recordId: string;
const NAME = 'Visitor Nobody-Knows';
const DAY = 86_400_000;
const occurredAt = new Date(Date.now() - DAY);
const dayIn = (date: Date, days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date(date.getTime() + days * DAY));

const statement = (details: object = {}) => ({
  ...{ kind: 'ILLNESS', siteId: place.siteId, place: 'At the entrance', occurredAt: occurredAt.toISOString() },
  ...{ summary: 'A visitor was taken ill', standing: 'PUBLIC', firstAiderId: place.personId },
  details: {
    ...{ personName: NAME, account: `${NAME} fainted in the queue`, treatment: 'Recovery position, oxygen' },
    ambulanceCalledAt: new Date(occurredAt.getTime() + 60_000).toISOString(),
    hospitalTransfer: { at: new Date(occurredAt.getTime() + 1_200_000).toISOString(), hospital: 'Royal' },
    injuries: [{ bodyPart: 'Elbow', nature: 'Graze' }],
    witnesses: [{ name: 'Witness Somebody', statement: 'They fell' }],
    ...details,
  },
});

beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Station');
  boss = as('manager', place.personId);
  agent = { role: 'agent', personId: place.personId, reach: 'SITE', siteId: place.siteId };
  const recording = ['recordIncident', 'IncidentRecorded', 'record { id }'] as const;
  const { record } = await must<{ record: { id: string } }>(world, agent, recording, {
    ...{ idempotencyKey: aKey(), statement: statement() },
  });
  recordId = record.id;
});
afterAll(() => world?.close());

describe('somebody who is no customer and is taken ill at a site', () => {
  it('is on record with who gave first aid and who recorded it; being taken to hospital makes it one to report, by a day', async () => {
    const query = `query ($id: ID!) { incidentRecord(id: $id) {
      kind standing site { name } firstAider { displayName } recorder { displayName } reportable regulator reportDueOn
      details { personName customer { id } hospitalTransfer { hospital isPrecaution } witnesses { name } duty { ground withoutDelay source } } } }`;
    expect(await asked(world, boss, query, { id: recordId })).toEqual({
      incidentRecord: {
        ...{ kind: 'ILLNESS', standing: 'PUBLIC', site: { name: 'Station site' } },
        ...{ firstAider: { displayName: 'Ada Station' }, recorder: { displayName: 'Ada Station' } },
        ...{ reportable: true, regulator: 'Health and Safety Executive', reportDueOn: dayIn(occurredAt, 10) },
        details: {
          ...{ personName: NAME, customer: null, hospitalTransfer: { hospital: 'Royal', isPrecaution: false } },
          witnesses: [{ name: 'Witness Somebody' }],
          duty: {
            ...{ ground: 'PUBLIC_TO_HOSPITAL', withoutDelay: true },
            source: 'RIDDOR 2013, reg. 5(a) and Sch. 1 para. 1',
          },
        },
      },
    });
  });

  it('is to an agent without incident:medical null with an error, by item, list, search and node', async () => {
    const details = `summary reportable details { personName account injuries { nature } witnesses { name } }`;
    const roads: Readonly<Record<string, [query: string, variables: object]>> = {
      item: [`query ($id: ID!) { incidentRecord(id: $id) { ${details} } }`, { id: recordId }],
      list: [`{ incidentRecords { nodes { ${details} } } }`, {}],
      search: [
        `query ($where: IncidentRecordFilter) { incidentRecords(where: $where) { nodes { ${details} } } }`,
        { where: { summary: { contains: 'taken ill' }, site: { eq: place.siteId } } },
      ],
      node: [`query ($id: ID!) { node(id: $id) { ... on IncidentRecord { ${details} } } }`, { id: recordId }],
    };
    for (const [road, [query, variables]] of Object.entries(roads)) {
      const answer = await world.ask(query, variables, agent);
      const text = JSON.stringify(answer);
      expect([road, text.includes('A visitor was taken ill'), text.includes('"details":null')]).toEqual([
        road,
        true,
        true,
      ]);
      expect([road, answer.errors?.length ?? 0]).not.toEqual([road, 0]);
      expect(text).not.toMatch(/Nobody-Knows|Graze|Witness Somebody|fainted/);
    }
  });

  it('is not found by an agent through the name that they may not read', async () => {
    const query = `query ($where: IncidentRecordFilter) { incidentRecords(where: $where) { totalCount } }`;
    const where = { personName: { contains: 'Nobody' } };
    const refused = await world.ask<{ incidentRecords: null }>(query, { where }, agent);
    expect([refused.data.incidentRecords, refused.errors?.length]).toEqual([null, 1]);
    expect(await asked(world, boss, query, { where })).toEqual({ incidentRecords: { totalCount: 1 } });
  });

  it('is in the feed by ids alone, for whoever listens to it', async () => {
    const events = await world.services['cases']
      ?.running()
      ?.database.manager.query<{ data: object }[]>(`SELECT data FROM event_log WHERE subject = $1`, [recordId]);
    expect(events?.map(({ data }) => data)).toEqual([{ recordId, siteId: place.siteId, recorderId: place.personId }]);
  });

  it('is corrected by a version of its own and reported, both with the manager who may read it', async () => {
    const correcting = [
      'correctIncidentRecord',
      'IncidentRecordCorrected',
      'record { id version supersedes { id version } }',
    ] as const;
    const { record } = await must<{ record: { id: string } }>(world, boss, correcting, {
      ...{ incidentRecordId: recordId, reason: 'Another hospital' },
      statement: statement({ hospitalTransfer: { at: occurredAt.toISOString(), hospital: 'General' } }),
    });
    expect(record).toMatchObject({ version: 2, supersedes: { id: recordId, version: 1 } });
    const reporting = [
      'reportToRegulator',
      'ReportedToRegulator',
      'record { id } report { reference inTime }',
    ] as const;
    expect(await must(world, boss, reporting, { incidentRecordId: record.id, reference: 'F2508-1' })).toMatchObject({
      report: { reference: 'F2508-1', inTime: true },
    });
    const query = `query ($first: ID!, $second: ID!) { first: incidentRecord(id: $first) { current details { hospitalTransfer { hospital } } }
      second: incidentRecord(id: $second) { current details { hospitalTransfer { hospital } } reports { reference } } }`;
    expect(await asked(world, boss, query, { first: recordId, second: record.id })).toEqual({
      first: { current: false, details: { hospitalTransfer: { hospital: 'Royal' } } },
      second: {
        ...{ current: true, details: { hospitalTransfer: { hospital: 'General' } } },
        reports: [{ reference: 'F2508-1' }],
      },
    });
  });
});
