import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
const here = { teamId: someId('team'), siteId: someId('site') };
const [agentId, leadId, customerId] = [someId('pers'), someId('pers'), someId('cust')];
const agent = caller('AGENT', { ...here, personId: agentId, subject: 'agent' });
const lead = caller('LEAD', { ...here, personId: leadId, subject: 'lead' });
let caseId: string;
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00Z');
  await world.database.reset();
  caseId = (await givenCase(world, { ...here, customerId })).id;
});

interface Seen {
  readonly id: string;
  readonly status: string;
  readonly isReviewDue: boolean;
}
const FIELDS = `id status kind reviewBy isReviewDue isCoolingOff guidance affected { id } supportBy supportedAt version`;
const successes: Readonly<Record<string, string>> = {
  raiseConcern: 'ConcernRaised',
  reviewConcern: 'ConcernReviewed',
  recordStaffSupport: 'StaffSupportRecorded',
};
const doing = async (verb: string, input: object, actor: Actor) => {
  const query = `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}Input!) { ${verb}(input: $input) { __typename ... on UserError { code } ... on InvalidInput { problems { path } } ... on ${successes[verb]} { warning { ${FIELDS} } } } }`;
  type Result = { __typename: string; code?: string; problems?: { path: string }[]; warning: Seen };
  return (await ask<Record<string, Result>>(world, query, { input }, actor))[verb]!;
};
const concern = (more: object = {}) => ({
  ...{ caseId, kind: 'AGGRESSION', description: 'Hit the counter', reviewBy: '2026-06-02T10:00:00Z' },
  ...more,
});
const warningsSeenBy = async (actor: Actor) => {
  const query = `query ($any: [_Any!]!) { _entities(representations: $any) { ... on Customer { conductWarnings { nodes { ${FIELDS} } totalCount } } } }`;
  const any = [{ __typename: 'Customer', id: customerId }];
  const answer = await ask<{ _entities: { conductWarnings: { nodes: Seen[] } }[] }>(world, query, { any }, actor);
  return answer._entities[0]?.conductWarnings.nodes ?? [];
};

describe('a warning about a customer', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('says what to do, until when to wait, and has whoever was affected looked after within a day', async () => {
    const input = concern({ coolingOffUntil: '2026-03-05T10:00:00Z', idempotencyKey: 'once' });
    const [{ warning }, again] = [await doing('raiseConcern', input, agent), await doing('raiseConcern', input, agent)];
    expect(again.warning.id).toBe(warning.id);
    expect(warning).toMatchObject({
      ...{ status: 'ACTIVE', isCoolingOff: true, isReviewDue: false, affected: { id: agentId } },
      ...{ supportBy: '2026-03-03T10:00:00.000Z', supportedAt: null },
      guidance: expect.arrayContaining([expect.stringContaining('Call the manager')]),
    });
    clock.set('2026-03-05T10:00:00Z');
    expect(await warningsSeenBy(agent)).toMatchObject([{ id: warning.id, isCoolingOff: false }]);
    expect(await eventsAbout(world, warning.id)).toEqual(['courtesy.conduct-warning.raised.v1']);
  });

  it('is never for ever: it has a day of review within a year, and a pause of a month at most', async () => {
    const never = concern({
      reviewBy: '2028-01-01T00:00:00Z',
      coolingOffUntil: '2026-06-01T00:00:00Z',
      description: ' ',
    });
    expect((await doing('raiseConcern', never, agent)).problems).toEqual([
      ...[{ path: 'description' }, { path: 'reviewBy' }, { path: 'coolingOffUntil' }],
    ]);
    const { warning } = await doing('raiseConcern', concern(), agent);
    clock.set('2026-06-02T10:00:00Z');
    expect(await warningsSeenBy(lead)).toMatchObject([{ id: warning.id, isReviewDue: true }]);
  });

  it('is kept or lifted by somebody else than whoever raised it', async () => {
    const { warning } = await doing('raiseConcern', concern(), lead);
    const input = { warningId: warning.id, reason: 'Has been calm since' };
    expect(await doing('reviewConcern', input, lead)).toMatchObject({ code: 'CONCERN_IS_OWN' });
    const manager = caller('MANAGER', { siteId: here.siteId, subject: 'manager' });
    const kept = await doing('reviewConcern', { ...input, keepUntil: '2026-04-01T00:00:00Z' }, manager);
    expect(kept).toMatchObject({ warning: { status: 'ACTIVE', reviewBy: '2026-04-01T00:00:00.000Z' } });
    expect(await doing('reviewConcern', input, manager)).toMatchObject({ warning: { status: 'LIFTED' } });
    expect(await doing('reviewConcern', input, manager)).toMatchObject({ code: 'CONCERN_IS_SETTLED' });
    expect(await warningsSeenBy(manager)).toEqual([]);
  });

  it('waits until somebody else has looked after whoever was affected', async () => {
    const { warning } = await doing('raiseConcern', concern({ affectedPersonId: leadId }), agent);
    const input = { warningId: warning.id, note: 'Talked, and a day off offered' };
    expect(await doing('recordStaffSupport', input, lead)).toMatchObject({ code: 'CONCERN_IS_OWN' });
    const manager = caller('MANAGER', { siteId: here.siteId });
    const open = `{ conductWarnings(where: { supportedAt: { isNull: true }, supportBy: { lte: "P2D" } }) { nodes { id } } }`;
    expect(await ask(world, open, {}, manager)).toEqual({ conductWarnings: { nodes: [{ id: warning.id }] } });
    expect(await doing('recordStaffSupport', input, manager)).toMatchObject({
      warning: { supportedAt: '2026-03-02T10:00:00.000Z' },
    });
    expect(await ask(world, open, {}, manager)).toEqual({ conductWarnings: { nodes: [] } });
    expect(await doing('recordStaffSupport', input, manager)).toMatchObject({ code: 'CONCERN_IS_SETTLED' });
  });

  it('is seen by whoever may see a case of the customer, and never by the customer', async () => {
    await doing('raiseConcern', concern(), agent);
    expect(await warningsSeenBy(lead)).toHaveLength(1);
    expect(await warningsSeenBy(caller('LEAD', { teamId: someId('team') }))).toEqual([]);
    const { data, errors } = await world.service.execute({
      query: `{ conductWarnings { nodes { id } } }`,
      actor: caller('CUSTOMER', { customerId }),
    });
    expect([data, errors?.length]).toEqual([{ conductWarnings: null }, 1]);
  });
});
