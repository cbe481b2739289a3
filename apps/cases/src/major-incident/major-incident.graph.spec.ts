import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, someId, startWorld, type World } from '../../test/cases-world.ts';
import { givenIncident, tellIncident } from '../../test/incident-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const siteId = someId('site');
const boss = caller('MANAGER', { reach: 'SITE', siteId, personId: someId('pers'), subject: 'boss-of-the-site' });
const tell = (verb: string, incidentId: string, input: object = {}) =>
  tellIncident(world, verb, { incidentId, ...input }, boss);
const read = async (id: string, fields: string, actor = boss) =>
  (
    await ask<{ majorIncident: Record<string, unknown> | null }>(
      world,
      `query ($id: ID!) { majorIncident(id: $id) { ${fields} } }`,
      { id },
      actor,
    )
  ).majorIncident;
const timelineOf = async (id: string) => {
  const seen = await read(
    id,
    'timeline { nodes { kind text role roleHolder { id } recordedBy person { id } } totalCount }',
  );
  return (seen?.['timeline'] as { nodes: Record<string, unknown>[] }).nodes;
};

describe('a major incident', () => {
  it('is proposed, declared, contained, resolved and reviewed, each with its time, a line on the timeline and an event', async () => {
    const { id } = await givenIncident(world, {}, boss);
    const owner = someId('pers');
    await tell('declareIncident', id, { severity: 'MAJOR', text: 'Three sites report it' });
    clock.advance(60_000);
    await tell('containIncident', id, { text: 'Switched over' });
    clock.advance(60_000);
    await tell('resolveIncident', id, { text: 'Repaired', outcome: 'EXPLANATION' });
    clock.advance(60_000);
    const actions = [{ title: 'Test the switch each month', ownerId: owner, dueOn: '2026-04-01' }];
    await tell('reviewIncident', id, { whatHappened: 'A switch failed', causes: ['Never tested'], actions });
    expect(
      await read(
        id,
        `status severity version sites { id } proposedAt declaredAt containedAt resolvedAt reviewedAt proposer { id }
         review { whatHappened causes actions { title owner { id } dueOn } } childCounts { count }`,
      ),
    ).toMatchObject({
      ...{
        status: 'REVIEWED',
        severity: 'MAJOR',
        version: 5,
        sites: [{ id: siteId }],
        proposer: { id: boss.personId },
      },
      ...{ declaredAt: '2026-03-02T10:00:00.000Z', containedAt: '2026-03-02T10:01:00.000Z' },
      ...{ resolvedAt: '2026-03-02T10:02:00.000Z', reviewedAt: '2026-03-02T10:03:00.000Z', childCounts: [] },
      review: {
        ...{ whatHappened: 'A switch failed', causes: ['Never tested'] },
        actions: [{ title: 'Test the switch each month', owner: { id: owner }, dueOn: '2026-04-01' }],
      },
    });
    const lines = await timelineOf(id);
    expect(lines.map(({ kind }) => kind)).toEqual(['REVIEWED', 'RESOLVED', 'CONTAINED', 'DECLARED', 'PROPOSED']);
    expect(lines[2]).toMatchObject({ text: 'Switched over', recordedBy: boss.subject, person: { id: boss.personId } });
    expect(await eventsAbout(world, id)).toEqual(
      ['proposed', 'declared', 'contained', 'resolved', 'reviewed'].map((each) => `courtesy.incident.${each}.v1`),
    );
  });

  it('is rejected only with a reason, and then nothing more can be done with it', async () => {
    const { id } = await givenIncident(world, {}, boss);
    const silent = await tell('rejectIncident', id, { reason: '  ' });
    expect(silent).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: 'reason' }] });
    expect(await read(id, 'status')).toEqual({ status: 'PROPOSED' });
    expect(await tell('rejectIncident', id, { reason: 'One till only' })).toMatchObject({
      incident: { status: 'REJECTED' },
    });
    expect(await read(id, 'rejectionReason')).toEqual({ rejectionReason: 'One till only' });
    const late = await tell('declareIncident', id);
    expect(late).toMatchObject({ __typename: 'IllegalIncidentStep' });
    expect(late.message).toContain('Nothing more can be done');
  });

  it('is left alone by who read another version, and proposed and noted once per key', async () => {
    const { id } = await givenIncident(world, { idempotencyKey: 'fire' }, boss);
    expect((await givenIncident(world, { idempotencyKey: 'fire' }, boss)).id).toBe(id);
    await tell('noteOnIncident', id, { idempotencyKey: 'note', text: 'Seen smoke' });
    await tell('noteOnIncident', id, { idempotencyKey: 'note', text: 'Seen smoke' });
    expect((await timelineOf(id)).map(({ text }) => text)).toEqual(['Seen smoke', null]);
    expect(await tell('declareIncident', id, { expectedVersion: 1 })).toMatchObject({ __typename: 'StaleVersion' });
    expect((await eventsAbout(world, id)).at(-1)).toBe('courtesy.incident.updated.v1');
  });

  it('has its roles with whoever took them last, and who had them before on the timeline', async () => {
    const { id } = await givenIncident(world, {}, boss);
    const [first, second] = [someId('pers'), someId('pers')];
    await tell('assignIncidentRole', id, { role: 'COMMANDER', personId: first });
    await tell('assignIncidentRole', id, { role: 'SCRIBE', personId: first });
    await tell('assignIncidentRole', id, { role: 'COMMANDER', personId: second });
    await tell('assignIncidentRole', id, { role: 'SCRIBE' });
    expect(await read(id, 'roles { role person { id } }')).toEqual({
      roles: [{ role: 'COMMANDER', person: { id: second } }],
    });
    const changes = (await timelineOf(id))
      .filter(({ kind }) => kind === 'ROLE_CHANGED')
      .map(({ roleHolder }) => roleHolder);
    expect(changes).toEqual([null, { id: second }, { id: first }, { id: first }]);
  });

  it('says when customers are to be told again, by its plan', async () => {
    const { id } = await givenIncident(world, {}, boss);
    const plan = { audiences: ['Customers', 'Staff'], channels: ['EMAIL', 'SMS'], updateEvery: 'PT1H' };
    await tell('planCommunications', id, plan);
    expect(await read(id, 'communicationsPlan { audiences channels updateEvery } nextUpdateDueAt')).toEqual({
      ...{ communicationsPlan: plan, nextUpdateDueAt: null },
    });
    const dueIn = async () =>
      Date.parse(String((await read(id, 'nextUpdateDueAt'))?.['nextUpdateDueAt'])) - clock().getTime();
    await tell('declareIncident', id);
    clock.advance(50 * 60_000);
    expect(await dueIn()).toBe(10 * 60_000);
    await tell('issueStatusUpdate', id, { text: 'Still down' });
    expect(await dueIn()).toBe(60 * 60_000);
  });

  it('runs a regulator’s clock by the rule of its ground until the regulator is told', async () => {
    const { id } = await givenIncident(world, { kind: 'SECURITY' }, boss);
    await tell('declareIncident', id);
    const early = await tell('tellRegulatorOfIncident', id, { reference: 'ICO-1' });
    expect(early).toMatchObject({ __typename: 'IllegalIncidentStep' });
    const since = clock().toISOString();
    await tell('flagIncidentForRegulator', id, { ground: 'PERSONAL_DATA_BREACH', since });
    const fields = 'regulatorClock { ground body since dueAt source reference reportedAt overdue }';
    expect(await read(id, fields)).toEqual({
      regulatorClock: {
        ...{ ground: 'PERSONAL_DATA_BREACH', body: "Information Commissioner's Office", since, overdue: false },
        ...{ dueAt: new Date(clock().getTime() + 72 * 3_600_000).toISOString(), source: 'UK GDPR, Art. 33(1)' },
        ...{ reference: null, reportedAt: null },
      },
    });
    clock.advance(73 * 3_600_000);
    expect(await read(id, 'regulatorClock { overdue }')).toEqual({ regulatorClock: { overdue: true } });
    await tell('tellRegulatorOfIncident', id, { reference: 'ICO-1', reportedAt: since });
    expect(await read(id, 'regulatorClock { reference reportedAt overdue }')).toEqual({
      regulatorClock: { reference: 'ICO-1', reportedAt: since, overdue: false },
    });
  });

  it('is seen at its sites, by whoever proposed it, and by no customer', async () => {
    const { id } = await givenIncident(world, {}, boss);
    const colleague = caller('AGENT', { reach: 'SITE', siteId });
    const elsewhere = caller('AGENT', { reach: 'SITE', siteId: someId('site') });
    expect(await read(id, 'id', colleague)).toEqual({ id });
    expect(await read(id, 'id', elsewhere)).toBeNull();
    const { majorIncidents } = await ask<{ majorIncidents: { nodes: { id: string }[] } }>(
      world,
      `{ majorIncidents(first: 100, where: { status: { in: [PROPOSED] }, kind: { eq: OUTAGE } }) { nodes { id } } }`,
      {},
      colleague,
    );
    expect(majorIncidents.nodes.map((each) => each.id)).toContain(id);
    await expect(read(id, 'id', caller('CUSTOMER'))).rejects.toThrow('FORBIDDEN');
  });
});
