import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, eventsAbout, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const fields =
  'id channel body occurredAt recordedAt current correctionReason supersedes { id body } supersededBy { id body }';

interface Seen {
  readonly id: string;
  readonly current: boolean;
  readonly body: string;
}
const log = async (caseId: string, input: Record<string, unknown> = {}, actor = manager) => {
  const { logInteraction } = await ask<{
    logInteraction: { __typename: string; interaction?: Seen; problems?: { path: string }[] };
  }>(
    world,
    `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { __typename ... on InteractionLogged { interaction { ${fields} } } ... on InvalidInput { problems { path } } } }`,
    { input: { caseId, channel: 'LETTER', direction: 'INBOUND', body: 'Dear Sirs', ...input } },
    actor,
  );
  return logInteraction;
};
const givenContact = async (caseId: string, input: Record<string, unknown> = {}): Promise<Seen> => {
  const { interaction } = await log(caseId, input);
  if (!interaction) throw new Error('not logged');
  return interaction;
};
const correctIt = async (interactionId: string, input: Record<string, unknown> = {}) => {
  const { correctInteraction } = await ask<{
    correctInteraction: { __typename: string; interaction?: Seen; current?: { id: string } };
  }>(
    world,
    `mutation ($input: CorrectInteractionInput!) { correctInteraction(input: $input) { __typename
       ... on InteractionCorrected { interaction { ${fields} } } ... on InteractionSuperseded { message current { id } } } }`,
    { input: { interactionId, reason: 'Misheard the name', ...input } },
  );
  return correctInteraction;
};

describe('a contact record', () => {
  it('keeps when it happened apart from when it was recorded', async () => {
    const { id } = await givenCase(world);
    expect(await givenContact(id, { occurredAt: '2026-02-27T08:30:00Z' })).toMatchObject({
      occurredAt: '2026-02-27T08:30:00.000Z',
      recordedAt: '2026-03-02T10:00:00.000Z',
      current: true,
      supersedes: null,
      supersededBy: null,
    });
  });

  it('is superseded by its correction, and both stay readable', async () => {
    const { id } = await givenCase(world);
    const earlier = await givenContact(id, { body: 'Mr Smith called' });
    const corrected = await correctIt(earlier.id, { body: 'Mr Smythe called' });
    expect(corrected.interaction).toMatchObject({
      body: 'Mr Smythe called',
      channel: 'LETTER',
      current: true,
      correctionReason: 'Misheard the name',
      supersedes: { id: earlier.id, body: 'Mr Smith called' },
    });
    const { interaction } = await ask(world, `query ($id: ID!) { interaction(id: $id) { ${fields} } }`, {
      id: earlier.id,
    });
    expect(interaction).toMatchObject({
      body: 'Mr Smith called',
      current: false,
      supersededBy: { id: corrected.interaction?.id },
    });
    expect(await eventsAbout(world, corrected.interaction?.id ?? '')).toEqual(['courtesy.interaction.corrected.v2']);
  });

  it('that was corrected is listed only when asked for', async () => {
    const { id } = await givenCase(world);
    const earlier = await givenContact(id);
    await correctIt(earlier.id, { body: 'Dear Madam' });
    const listed = await ask<{ case: Record<string, { nodes: { body: string }[]; totalCount: number }> }>(
      world,
      `query ($id: ID!) { case(id: $id) { now: interactions { nodes { body } totalCount } all: interactions(includeSuperseded: true) { nodes { body } totalCount } } }`,
      { id },
    );
    expect(listed.case['now']).toEqual({ nodes: [{ body: 'Dear Madam' }], totalCount: 1 });
    expect(listed.case['all']?.totalCount).toBe(2);
  });

  it('is corrected by one of two at the same time; the other is shown the current one', async () => {
    const { id } = await givenCase(world);
    const earlier = await givenContact(id);
    const results = await Promise.all([correctIt(earlier.id, { body: 'One' }), correctIt(earlier.id, { body: 'Two' })]);
    const winner = results.find((result) => result.__typename === 'InteractionCorrected');
    const loser = results.find((result) => result.__typename === 'InteractionSuperseded');
    expect(loser?.current?.id).toBe(winner?.interaction?.id);
  });

  it('cannot be changed or removed by the service, not even by a mistake in its code', async () => {
    const { id } = await givenCase(world);
    await givenContact(id);
    await expect(world.service.database.manager.query(`UPDATE interactions SET body = ''`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(world.service.database.manager.query(`DELETE FROM interactions`)).rejects.toThrow(/permission denied/);
    await expect(world.service.database.manager.query(`TRUNCATE interactions`)).rejects.toThrow(/permission denied/);
  });

  it('is made once however often the same key comes', async () => {
    const { id } = await givenCase(world);
    const contacts = await Promise.all([1, 2, 3].map(() => givenContact(id, { idempotencyKey: 'call-7' })));
    expect(new Set(contacts.map((contact) => contact.id)).size).toBe(1);
  });

  it('is refused when empty, from the future, of negative length or by nobody', async () => {
    const { id } = await givenCase(world);
    const refused = await log(id, {
      body: ' ',
      occurredAt: '2030-01-01T00:00:00Z',
      handleTime: '-PT1M',
      personId: someId('case'),
    });
    expect(refused.problems?.map((problem) => problem.path)).toEqual(['body', 'occurredAt', 'handleTime', 'personId']);
  });

  it('is seen by those who see its case, and made by nobody else', async () => {
    const teamId = someId('team');
    const { id } = await givenCase(world, { teamId });
    const contact = await givenContact(id);
    const seen = async (actor: ReturnType<typeof caller>) =>
      (await ask(world, `query ($id: ID!) { interaction(id: $id) { id } }`, { id: contact.id }, actor))['interaction'];
    expect(await seen(caller('LEAD', { teamId }))).toEqual({ id: contact.id });
    expect(await seen(caller('LEAD', { teamId: someId('team') }))).toBeNull();
    expect(await log(id, {}, caller('LEAD', { teamId: someId('team') }))).toMatchObject({ __typename: 'NotFound' });
  });

  it('is read page by page, latest first, to its end', async () => {
    const { id } = await givenCase(world);
    for (const day of ['20', '21', '22', '23', '24'])
      await givenContact(id, { body: day, occurredAt: `2026-02-${day}T00:00:00Z` });
    const bodies: string[] = [];
    for (let after: string | null = null; ;) {
      const page: {
        case: { interactions: { nodes: { body: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
      } = await ask(
        world,
        `query ($id: ID!, $after: String) { case(id: $id) { interactions(first: 2, after: $after) { nodes { body } pageInfo { endCursor hasNextPage } } } }`,
        { id, after },
      );
      bodies.push(...page.case.interactions.nodes.map((node) => node.body));
      if (!page.case.interactions.pageInfo.hasNextPage) break;
      after = page.case.interactions.pageInfo.endCursor;
    }
    expect(bodies).toEqual(['24', '23', '22', '21', '20']);
  });
});
