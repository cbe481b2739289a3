import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { admin, ask, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.database.reset());
afterAll(() => world?.close());

const site = someId('site');
const team = someId('team');
const person = someId('pers');
const customer = someId('cust');

const answered = (id: string, changes: Record<string, unknown> = {}) => ({
  ...{ externalReference: { source: 'switch', id }, occurredAt: '2026-03-01T08:00:00Z', outcome: 'ANSWERED' },
  ...{ siteId: site, teamId: team, personId: person, customerId: customer, line: 'AA0101', service: 'PS', priority: 2 },
  ...{ menuTime: 'PT5S', queuedAt: '2026-03-01T08:00:05Z', waitTime: 'PT35S' },
  ...{ answeredAt: '2026-03-01T08:00:40Z', handleTime: 'PT3M', endedAt: '2026-03-01T08:03:40Z' },
  ...changes,
});
const abandoned = (id: string, changes: Record<string, unknown> = {}) => ({
  ...{ externalReference: { source: 'switch', id }, occurredAt: '2026-03-01T09:00:00Z', outcome: 'ABANDONED' },
  ...{ siteId: site, service: 'NW', waitTime: 'PT12S' },
  ...changes,
});

interface Logged {
  readonly __typename: string;
  readonly logged: number;
  readonly unchanged: number;
  readonly calls: { index: number; disposition: string; interaction: { id: string } }[];
  readonly refused: { index: number; problems: { path: string }[] }[];
}
const log = async (...calls: object[]): Promise<Logged> => {
  const { logCalls } = await ask<{ logCalls: Logged }>(
    world,
    `mutation ($input: LogCallsInput!) { logCalls(input: $input) { __typename ... on InvalidInput { problems { path } }
       ... on CallsLogged { logged unchanged refused { index problems { path } } calls { index disposition interaction { id } } } } }`,
    { input: { calls } },
    admin,
  );
  return logCalls;
};
const idsSeen = async (actor: ReturnType<typeof caller>, where: object = {}) => {
  const { calls } = await ask<{ calls: { nodes: { id: string }[] } }>(
    world,
    `query ($where: CallFilter) { calls(where: $where) { nodes { id } } }`,
    { where },
    actor,
  );
  return calls.nodes.map(({ id }) => id);
};
const seenAlone = async (actor: ReturnType<typeof caller>, id: string) =>
  (
    await ask<{ interaction: { id: string } | null }>(
      world,
      `query ($id: ID!) { interaction(id: $id) { id } }`,
      { id },
      actor,
    )
  ).interaction !== null;
const eventsOf = (id: string) =>
  world.service.database.manager.query<{ type: string; data: Record<string, unknown> }[]>(
    `SELECT type, data FROM event_log WHERE subject = $1 ORDER BY position`,
    [id],
  );

describe('a call from the log of a switch', () => {
  it('is a contact by telephone that belongs to no case, with what the switch knows of it', async () => {
    const { calls } = await log(answered('1'));
    const { interaction } = await ask<{ interaction: object }>(
      world,
      `query ($id: ID!) { interaction(id: $id) { channel direction body occurredAt handleTime case { id } addressedTo { id } customer { id } person { id }
         faceToFace { desk } completeness { score missing }
         call { outcome site { id } team { id } line service priority menuTime queuedAt waitTime answeredAt endedAt } } }`,
      { id: calls[0]?.interaction.id },
    );
    expect(interaction).toEqual({
      ...{ channel: 'PHONE', direction: 'INBOUND', body: '', occurredAt: '2026-03-01T08:00:00.000Z' },
      ...{ handleTime: 'PT3M', case: null, addressedTo: null, customer: { id: customer }, person: { id: person } },
      ...{ faceToFace: null, completeness: { score: 100, missing: [] } },
      call: {
        ...{ outcome: 'ANSWERED', site: { id: site }, team: { id: team }, line: 'AA0101', service: 'PS', priority: 2 },
        ...{ menuTime: 'PT5S', queuedAt: '2026-03-01T08:00:05.000Z', waitTime: 'PT35S' },
        ...{ answeredAt: '2026-03-01T08:00:40.000Z', endedAt: '2026-03-01T08:03:40.000Z' },
      },
    });
  });

  it('of nobody known, that nobody answered, has neither customer nor person, and lacks nothing', async () => {
    const { calls } = await log(abandoned('1'));
    const { interaction } = await ask<{ interaction: object }>(
      world,
      `query ($id: ID!) { interaction(id: $id) { customer { id } person { id } completeness { score } call { outcome waitTime answeredAt } } }`,
      { id: calls[0]?.interaction.id },
    );
    expect(interaction).toEqual({
      ...{ customer: null, person: null, completeness: { score: 100 } },
      call: { outcome: 'ABANDONED', waitTime: 'PT12S', answeredAt: null },
    });
  });

  it('is announced with all that the figures need, and nothing of who called but an id', async () => {
    const { calls } = await log(answered('1'));
    expect(await eventsOf(calls[0]?.interaction.id ?? '')).toEqual([
      {
        type: 'courtesy.interaction.recorded.v2',
        data: {
          ...{ caseId: null, customerId: customer, siteId: site, teamId: team, personId: person },
          ...{ channel: 'PHONE', direction: 'INBOUND', isAutomatic: false, letter: null },
          ...{ occurredAt: '2026-03-01T08:00:00.000Z', recordedAt: '2026-03-02T10:00:00.000Z' },
          ...{ handleMs: 180_000, waitMs: 35_000 },
          call: {
            ...{ service: 'PS', priority: 2, outcome: 'ANSWERED', queuedAt: '2026-03-01T08:00:05.000Z' },
            ...{ answeredAt: '2026-03-01T08:00:40.000Z', endedAt: '2026-03-01T08:03:40.000Z' },
          },
        },
      },
    ]);
  });

  it('sent again changes nothing, and says what it is', async () => {
    const first = await log(answered('1'), abandoned('2'));
    const again = await log(abandoned('3'), abandoned('2'), answered('1', { handleTime: 'PT9M' }));
    expect(again).toMatchObject({ logged: 1, unchanged: 2 });
    expect(again.calls.map(({ interaction }) => interaction.id).slice(1)).toEqual(
      first.calls.map(({ interaction }) => interaction.id).toReversed(),
    );
    const [{ n }] = await world.service.database.manager.query<[{ n: string }]>(`SELECT count(*) AS n FROM event_log`);
    expect(n).toBe('3');
  });

  it('that cannot be is refused alone, with everything that is wrong with it', async () => {
    const result = await log(
      abandoned('1'),
      abandoned('2', { personId: person, handleTime: 'PT1M', waitTime: '-PT1S' }),
      abandoned('3', { outcome: 'LEFT_MENU', queuedAt: '2026-03-01T09:00:01Z' }),
      answered('4', { siteId: 'nowhere', answeredAt: '2026-03-01T07:00:00Z' }),
      answered('1'),
      answered('5', { occurredAt: '2026-03-03T08:00:00Z', ...{ queuedAt: null, answeredAt: null, endedAt: null } }),
    );
    expect(result.logged).toBe(1);
    expect(result.refused.map(({ index, problems }) => [index, problems.map(({ path }) => path)])).toEqual([
      [1, ['waitTime', 'personId', 'handleTime']],
      [2, ['queuedAt', 'waitTime']],
      [3, ['siteId', 'answeredAt']],
      [4, ['externalReference']],
      [5, ['occurredAt']],
    ]);
  });

  it('comes in bulks of at most 500, and not of none', async () => {
    expect(await log()).toMatchObject({ __typename: 'InvalidInput' });
    expect(await log(...Array.from({ length: 501 }, (_, i) => abandoned(String(i))))).toMatchObject({
      __typename: 'InvalidInput',
    });
  });

  it('costs as many statements as 500 of them', async () => {
    const cost = async (n: number, prefix: string) => {
      world.statements();
      await log(...Array.from({ length: n }, (_, i) => abandoned(`${prefix}${i}`)));
      return world.statements().length;
    };
    expect(await cost(5, 'a')).toBe(await cost(500, 'b'));
  });

  it('is put on record only by those with the bulk scope', async () => {
    const answer = await world.service.execute({
      query: `mutation ($input: LogCallsInput!) { logCalls(input: $input) { __typename } }`,
      variables: { input: { calls: [answered('1')] } },
      actor: manager,
    });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('who sees calls that belong to no case', () => {
  const region = someId('reg');
  const theirs: Readonly<Record<string, ReturnType<typeof caller>>> = {
    region: caller('REGIONAL', { reach: 'REGION', regionId: region }),
    site: caller('MANAGER', { reach: 'SITE', siteId: site }),
    team: caller('LEAD', { reach: 'TEAM', teamId: team, siteId: site }),
    agent: caller('AGENT', { reach: 'OWN', personId: person }),
    customer: caller('CUSTOMER', { customerId: customer }),
  };
  const others: Readonly<Record<string, ReturnType<typeof caller>>> = {
    region: caller('REGIONAL', { reach: 'REGION', regionId: someId('reg') }),
    site: caller('MANAGER', { reach: 'SITE', siteId: someId('site') }),
    team: caller('LEAD', { reach: 'TEAM', teamId: someId('team'), siteId: site }),
    agent: caller('AGENT', { reach: 'OWN', personId: someId('pers') }),
    customer: caller('CUSTOMER', { customerId: someId('cust') }),
    nobody: caller('AGENT', { reach: 'OWN' }),
    unplaced: caller('MANAGER', { reach: 'SITE' }),
  };
  const givenRegion = () =>
    world.service.database.manager.query(`INSERT INTO site_copy (id, region_id) VALUES ($1, $2)`, [site, region]);

  it('are those whose call it was by site, team, person or customer, and nobody else', async () => {
    await givenRegion();
    const { calls } = await log(answered('1'));
    const id = calls[0]?.interaction.id ?? '';
    for (const actor of Object.values(theirs)) {
      expect(await idsSeen(actor)).toEqual([id]);
      expect(await seenAlone(actor, id)).toBe(true);
    }
    for (const actor of Object.values(others)) {
      expect(await idsSeen(actor)).toEqual([]);
      expect(await seenAlone(actor, id)).toBe(false);
    }
  });

  it('is nobody but who sees all, of a call that says nothing of whose it was', async () => {
    const { calls } = await log(
      abandoned('1', { siteId: null }),
      answered('2', { ...{ siteId: null, teamId: null, personId: null, customerId: null } }),
    );
    for (const actor of [...Object.values(theirs), ...Object.values(others)]) expect(await idsSeen(actor)).toEqual([]);
    expect(await idsSeen(manager)).toHaveLength(calls.length);
  });

  it('are told neither line nor priority nor person as customers, nor find by them', async () => {
    await log(answered('1'));
    const query = `{ calls { nodes { call { outcome waitTime line priority } person { id } } } }`;
    const answer = await world.service.execute({ query, actor: theirs['customer'] as never });
    expect(answer.data).toMatchObject({
      calls: {
        nodes: [{ call: { outcome: 'ANSWERED', waitTime: 'PT35S', line: null, priority: null }, person: null }],
      },
    });
    const byLine = await world.service.execute({
      query: `{ calls(where: { line: { eq: "AA0101" } }) { nodes { id } } }`,
      actor: theirs['customer'] as never,
    });
    expect(byLine.errors).toHaveLength(1);
  });

  it('find them by outcome, service, person and time, and never find other contacts among them', async () => {
    const { calls } = await log(answered('1'), abandoned('2'));
    const [first, second] = calls.map(({ interaction }) => interaction.id);
    const { id: caseId } = await givenCase(world);
    await ask(world, `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { __typename } }`, {
      input: { caseId, channel: 'PHONE', direction: 'INBOUND', body: 'By hand' },
    });
    expect(await idsSeen(manager)).toEqual([second, first]);
    expect(await idsSeen(manager, { outcome: { eq: 'ABANDONED' } })).toEqual([second]);
    expect(await idsSeen(manager, { service: { eq: 'PS' }, person: { eq: person } })).toEqual([first]);
    expect(await idsSeen(manager, { occurredAt: { gte: '2026-03-01T08:30:00Z' } })).toEqual([second]);
  });
});

describe('correcting a call that belongs to no case', () => {
  const correct = async (input: Record<string, unknown>) =>
    (
      await ask<{ result: { __typename: string; interaction?: { id: string }; problems?: { path: string }[] } }>(
        world,
        `mutation ($input: CorrectInteractionInput!) { result: correctInteraction(input: $input) { __typename
           ... on InteractionCorrected { interaction { id } } ... on InvalidInput { problems { path } } } }`,
        { input: { reason: 'Misread', ...input } },
      )
    ).result;

  it('keeps what the switch knows, takes its place in the list, and tells the figures', async () => {
    const { calls } = await log(answered('1'));
    const earlier = calls[0]?.interaction.id ?? '';
    const other = someId('pers');
    const { interaction } = await correct({ interactionId: earlier, personId: other });
    expect(await idsSeen(manager)).toEqual([interaction?.id]);
    expect(await eventsOf(interaction?.id ?? '')).toMatchObject([
      {
        type: 'courtesy.interaction.corrected.v2',
        data: { supersedes: earlier, personId: other, siteId: site, waitMs: 35_000, call: { outcome: 'ANSWERED' } },
      },
    ]);
    expect(await idsSeen(caller('CUSTOMER', { customerId: customer }))).toEqual([interaction?.id]);
  });

  it('is refused when it would be no call any more, or would be one that somebody answered', async () => {
    const { calls } = await log(answered('1'), abandoned('2'));
    const [first, second] = calls.map(({ interaction }) => interaction.id);
    expect((await correct({ interactionId: first, channel: 'EMAIL' })).problems).toEqual([{ path: 'channel' }]);
    expect((await correct({ interactionId: second, personId: person, handleTime: 'PT1M' })).problems).toEqual([
      { path: 'personId' },
      { path: 'handleTime' },
    ]);
  });
});
