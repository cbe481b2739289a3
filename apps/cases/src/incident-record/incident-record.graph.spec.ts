import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const siteId = someId('site');
const agent = caller('AGENT', { reach: 'SITE', siteId, subject: 'agent-of-the-site' });
const SECRET = 'Wilhelmina Quill';

const statement = (given: object = {}, details: object = {}) => ({
  ...{ kind: 'ILLNESS', siteId, place: 'By the lifts', occurredAt: '2026-03-02T09:15:00Z' },
  ...{ summary: 'A visitor was taken ill', standing: 'PUBLIC', firstAiderId: someId('pers') },
  ...given,
  details: {
    ...{ personName: SECRET, account: `${SECRET} fainted`, treatment: 'Recovery position' },
    ambulanceCalledAt: '2026-03-02T09:20:00Z',
    hospitalTransfer: { at: '2026-03-02T09:40:00Z', hospital: 'General' },
    injuries: [{ bodyPart: 'Head', nature: 'Bruise' }],
    witnesses: [{ name: 'Oswald Pym', statement: 'She fell' }],
    ...details,
  },
});
const OPEN = `id version current kind place summary standing reportable regulator reportDueOn recordedBy
  supersedes { id } supersededBy { id } reports { reference reportedAt inTime }`;
const DETAILS = `details { personName account treatment ambulanceCalledAt hospitalTransfer { at hospital isPrecaution }
  injuries { bodyPart nature specified } witnesses { name contact statement } duty { ground withoutDelay source } correctionReason }`;

type Seen = Readonly<Record<string, unknown>> & { readonly id: string };
interface Answer {
  readonly __typename: string;
  readonly record?: Seen;
  readonly current?: Seen;
  readonly problems?: readonly { path: string }[];
}

const fragments: Readonly<Record<string, string>> = {
  recordIncident: `... on IncidentRecorded { record { ${OPEN} } }`,
  correctIncidentRecord: `... on IncidentRecordCorrected { record { ${OPEN} } } ... on IncidentRecordSuperseded { current { ${OPEN} } }`,
  reportToRegulator: `... on ReportedToRegulator { record { ${OPEN} } } ... on IncidentNotReportable { record { ${OPEN} } }`,
};
const tell = async (verb: string, input: object, actor = manager): Promise<Answer> => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${verb}(input: $input) { __typename ... on InvalidInput { problems { path } } ${fragments[verb]} } }`;
  return (await ask<{ result: Answer }>(world, query, { input }, actor)).result;
};
const recorded = async (given: object = {}, details: object = {}, actor = agent) => {
  const { record } = await tell('recordIncident', { statement: statement(given, details) }, actor);
  if (!record) throw new Error('Nothing was recorded');
  return record;
};
interface Whole {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { message: string; path?: unknown; extensions?: Readonly<Record<string, unknown>> }[];
}
const asked = (query: string, variables: Readonly<Record<string, unknown>>, actor = agent) =>
  world.service.execute({ query, variables, actor }) as Promise<Whole>;
const read = async (id: string, fields: string, actor = manager) =>
  (
    await ask<{ incidentRecord: Seen | null }>(
      world,
      `query ($id: ID!) { incidentRecord(id: $id) { ${fields} } }`,
      { id },
      actor,
    )
  ).incidentRecord;

describe('a record of an illness', () => {
  it('of somebody who is no customer, taken to hospital, is to be reported within ten days', async () => {
    const { id } = await recorded();
    expect(await read(id, `${OPEN} ${DETAILS} site { id }`)).toMatchObject({
      ...{ version: 1, current: true, kind: 'ILLNESS', standing: 'PUBLIC', site: { id: siteId } },
      ...{ reportable: true, regulator: 'Health and Safety Executive', reportDueOn: '2026-03-12', reports: [] },
      recordedBy: agent.subject,
      details: {
        ...{ personName: SECRET, ambulanceCalledAt: '2026-03-02T09:20:00.000Z', correctionReason: null },
        hospitalTransfer: { at: '2026-03-02T09:40:00.000Z', hospital: 'General', isPrecaution: false },
        injuries: [{ bodyPart: 'Head', nature: 'Bruise', specified: false }],
        witnesses: [{ name: 'Oswald Pym', contact: null, statement: 'She fell' }],
        duty: { ground: 'PUBLIC_TO_HOSPITAL', withoutDelay: true },
      },
    });
  });

  it('is refused as a whole with everything that is wrong', async () => {
    const wrong = statement(
      { siteId: someId('team'), occurredAt: '2026-03-03T00:00:00Z', place: ' ' },
      { customerId: 'x', daysUnfit: -1, witnesses: [{ name: '' }] },
    );
    const { problems } = await tell('recordIncident', { statement: wrong }, agent);
    expect(problems?.map(({ path }) => path).sort()).toEqual([
      ...['statement.details.customerId', 'statement.details.daysUnfit', 'statement.details.witnesses[0].name'],
      ...['statement.occurredAt', 'statement.place', 'statement.siteId'],
    ]);
  });

  it('is made once with one key', async () => {
    const input = { idempotencyKey: 'one-fall', statement: statement() };
    const [first, second] = await Promise.all([
      tell('recordIncident', input, agent),
      tell('recordIncident', input, agent),
    ]);
    expect(first.record?.id).toBe(second.record?.id);
  });
});

describe('who was hurt, how, and who saw it', () => {
  it('is null and an error for an agent, by item, list and reference, and the rest is there', async () => {
    const { id } = await recorded();
    const roads = [
      [`query ($id: ID!) { found: incidentRecord(id: $id) { summary details { personName } } }`, ['found', 'details']],
      [
        `query ($id: ID!) { found: _entities(representations: [{ __typename: "IncidentRecord", id: $id }]) { ... on IncidentRecord { summary details { personName } } } }`,
        ['found', 0, 'details'],
      ],
    ] as const;
    for (const [query, path] of roads) {
      const answer = await asked(query, { id });
      expect(JSON.stringify(answer.data)).toContain('"details":null');
      expect(JSON.stringify(answer.data)).toContain('A visitor was taken ill');
      expect(answer.errors?.map((error) => [error.path, error.extensions?.['code']])).toEqual([[path, 'FORBIDDEN']]);
    }
    const list = await asked(`{ incidentRecords(first: 100) { nodes { id summary ${DETAILS} } totalCount } }`, {});
    expect(list.errors?.length).toBeGreaterThan(0);
    expect(new Set(list.errors?.map((error) => error.extensions?.['code']))).toEqual(new Set(['FORBIDDEN']));
    expect(JSON.stringify(list)).not.toContain(SECRET);
    expect(JSON.stringify(list)).toContain(id);
  });

  it('is for managers and administrators, and not for leads, analysts and the services themselves', () => {
    const readers = (
      ['AGENT', 'LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ANALYST', 'ADMIN', 'SERVICE'] as const
    ).filter((role) => caller(role).scopes.includes('incident:medical'));
    expect(readers).toEqual(['MANAGER', 'REGIONAL', 'ADMIN']);
  });

  it('cannot be found out by filtering, at any depth of a filter, and is no order of the list', async () => {
    await recorded();
    const query = `query ($where: IncidentRecordFilter) { incidentRecords(where: $where) { totalCount } }`;
    const byName = { personName: { contains: 'Quill' } };
    for (const where of [byName, { not: byName }, { or: [{ and: [byName] }] }]) {
      const refused = await asked(query, { where });
      expect(refused.data?.['incidentRecords']).toBeNull();
      expect(refused.errors?.[0]?.message).toContain('cannot be filtered by "personName"');
    }
    const found = await ask<{ incidentRecords: { totalCount: number } }>(world, query, { where: byName });
    expect(found.incidentRecords.totalCount).toBeGreaterThan(0);
    const none = await asked(query, { where: { summary: { contains: 'Quill' } } });
    expect(none.data).toMatchObject({ incidentRecords: { totalCount: 0 } });
  });

  it('is in no event: those carry ids', async () => {
    const { id } = await recorded();
    await tell('reportToRegulator', { incidentRecordId: id, reference: 'HSE-1' });
    const events = await world.service.database.manager.query<{ type: string; data: object }[]>(
      `SELECT type, data FROM event_log WHERE subject = $1 ORDER BY position`,
      [id],
    );
    expect(events.map(({ type, data }) => [type, Object.keys(data).sort()])).toEqual([
      ['courtesy.incident-record.recorded.v1', ['recordId', 'recorderId', 'siteId']],
      ['courtesy.incident-record.reported.v1', ['recordId', 'reportId', 'siteId']],
    ]);
    const all = await world.service.database.manager.query<object[]>(`SELECT * FROM event_log`);
    expect(JSON.stringify(all)).not.toMatch(/Wilhelmina|Oswald|Bruise|fainted|hospital/i);
  });

  it('may be corrected and reported by nobody who may not read it', async () => {
    const { id } = await recorded();
    const verbs = [
      ['correctIncidentRecord', { incidentRecordId: id, reason: 'No', statement: statement() }],
      ['reportToRegulator', { incidentRecordId: id, reference: 'HSE-2' }],
    ] as const;
    for (const [verb, input] of verbs) await expect(tell(verb, input, agent)).rejects.toThrow('FORBIDDEN');
  });
});

describe('a correction', () => {
  const correct = (incidentRecordId: string, details: object, given: object = {}) =>
    tell('correctIncidentRecord', {
      incidentRecordId,
      reason: 'The doctor said so',
      statement: statement(given, details),
    });

  it('is a version of its own; both stay readable, the list shows the current one, and the duty follows it', async () => {
    const first = await recorded();
    const { record } = await correct(first.id, { workRelated: 'NO' });
    expect(record).toMatchObject({ version: 2, reportable: false, reportDueOn: null, supersedes: { id: first.id } });
    expect(await read(first.id, `${OPEN} ${DETAILS}`)).toMatchObject({
      ...{ current: false, reportable: true, supersededBy: { id: record?.id } },
      details: { personName: SECRET, correctionReason: null },
    });
    expect(await read(record?.id ?? '', DETAILS)).toMatchObject({
      details: { correctionReason: 'The doctor said so' },
    });
    const { incidentRecords } = await ask<{ incidentRecords: { nodes: { id: string }[] } }>(
      world,
      `{ incidentRecords(first: 100) { nodes { id } } }`,
    );
    const ids = incidentRecords.nodes.map(({ id }) => id);
    expect([ids.includes(first.id), ids.includes(record?.id ?? '')]).toEqual([false, true]);
  });

  it('of a version that is not current is refused with the current one, also when two come at once', async () => {
    const first = await recorded();
    const both = await Promise.all([correct(first.id, {}), correct(first.id, {})]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual([
      'IncidentRecordCorrected',
      'IncidentRecordSuperseded',
    ]);
    const late = await correct(first.id, {});
    expect(late.current).toMatchObject({ version: 2, current: true });
  });

  it('that tells of more than seven days off work makes it one to report within fifteen', async () => {
    const first = await recorded({ kind: 'ACCIDENT', standing: 'STAFF' }, { hospitalTransfer: null });
    expect(first).toMatchObject({ reportable: false });
    const { record } = await correct(
      first.id,
      { hospitalTransfer: null, daysUnfit: 8 },
      { kind: 'ACCIDENT', standing: 'STAFF' },
    );
    expect(record).toMatchObject({ reportable: true, reportDueOn: '2026-03-17' });
  });

  it('is all that can be done: the service can neither change nor delete a version', async () => {
    for (const sql of ['UPDATE incident_records SET place = place', 'DELETE FROM regulator_reports'])
      await expect(world.service.database.manager.query(sql)).rejects.toThrow('permission denied');
  });
});

describe('a report to the regulator', () => {
  it('keeps reference and time, once per reference, and says whether it was in time', async () => {
    const { id } = await recorded({ occurredAt: '2026-02-01T09:00:00Z' });
    const inTime = { incidentRecordId: id, reference: 'HSE-77', reportedAt: '2026-02-11T22:00:00Z' };
    const first = await tell('reportToRegulator', inTime);
    expect(first.record).toMatchObject({
      reports: [{ reference: 'HSE-77', reportedAt: '2026-02-11T22:00:00.000Z', inTime: true }],
    });
    await tell('reportToRegulator', inTime);
    const { record } = await tell('reportToRegulator', { incidentRecordId: id, reference: 'HSE-78' });
    expect(record?.['reports']).toMatchObject([{ reference: 'HSE-77' }, { reference: 'HSE-78', inTime: false }]);
  });

  it('is refused where none is due, in the future, and without a reference', async () => {
    const { id } = await recorded({}, { hospitalTransfer: null });
    expect(await tell('reportToRegulator', { incidentRecordId: id, reference: 'HSE-9' })).toMatchObject({
      __typename: 'IncidentNotReportable',
    });
    const future = new Date(clock().getTime() + 1000).toISOString();
    const wrong = await tell('reportToRegulator', { incidentRecordId: id, reference: ' ', reportedAt: future });
    expect(wrong.problems?.map(({ path }) => path)).toEqual(['reference', 'reportedAt']);
  });
});

describe('the records a caller sees', () => {
  it('are those of their site and those they made', async () => {
    const { id } = await recorded();
    const elsewhere = caller('AGENT', { reach: 'SITE', siteId: someId('site'), subject: 'agent-elsewhere' });
    expect(await read(id, 'id', agent)).toEqual({ id });
    expect(await read(id, 'id', elsewhere)).toBeNull();
    const own = await recorded({}, {}, elsewhere);
    expect(await read(own.id, 'id', elsewhere)).toEqual({ id: own.id });
    const refused = await asked(`query ($id: ID!) { incidentRecord(id: $id) { id } }`, { id }, caller('CUSTOMER'));
    expect(refused.data?.['incidentRecord']).toBeNull();
    expect(refused.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});
