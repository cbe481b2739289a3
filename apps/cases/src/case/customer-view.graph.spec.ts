import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import { ask, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
let caseId: string;
let wrongId: string;
const customerId = someId('cust');
const personId = someId('pers');
const customer = caller('CUSTOMER', { customerId });

const logged = async (body: string) => {
  const { logInteraction } = await ask<{ logInteraction: { interaction: { id: string } } }>(
    world,
    `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { ... on InteractionLogged { interaction { id } } } }`,
    { input: { caseId, channel: 'PHONE', direction: 'OUTBOUND', body, personId, handleTime: 'PT5M' } },
  );
  return logInteraction.interaction.id;
};

beforeAll(async () => {
  world = await startWorld();
  caseId = (await givenCase(world, { customerId, assigneeId: personId, teamId: someId('team') })).id;
  await ask(
    world,
    `mutation ($id: ID!) { awaitThirdParty(input: { caseId: $id, reason: "We doubt the story" }) { __typename } }`,
    {
      id: caseId,
    },
  );
  wrongId = await logged('Spoke of another customer');
  await ask(
    world,
    `mutation ($id: ID!) { correctInteraction(input: { interactionId: $id, reason: "Mixed up", body: "Spoke of the kettle" }) { __typename } }`,
    { id: wrongId },
  );
});
afterAll(() => world?.close());

const CASE_FIELDS = ['statusReason', 'assignedAt', 'assignee { id }', 'team { id }'];
const CONTACT_FIELDS = [
  'person { id }',
  'handleTime',
  'correctionReason',
  'supersedes { body }',
  'supersededBy { body }',
];

/** What a caller gets of a case and its contacts on every road, and how often they were told no. */
const seen = async (actor: Actor) => {
  const parts = `status ${CASE_FIELDS.join(' ')} interactions(includeSuperseded: true) { totalCount nodes { body ${CONTACT_FIELDS.join(' ')} } }`;
  const answer = await world.service.execute({
    query: `query ($id: ID!, $any: [_Any!]!, $wrong: ID!) {
      case(id: $id) { ${parts} } cases { nodes { ${parts} } } _entities(representations: $any) { ... on Case { ${parts} } }
      interaction(id: $wrong) { body }
    }`,
    variables: { id: caseId, any: [{ __typename: 'Case', id: caseId }], wrong: wrongId },
    actor,
  });
  const codes = (answer.errors ?? []).map((error) => (error as { extensions: { code: string } }).extensions.code);
  return { data: answer.data, codes, text: JSON.stringify(answer) };
};

describe('what a customer sees of their own case', () => {
  it('is the case and the contacts as they stand, and nothing of how the organisation handles it', async () => {
    const { data, codes, text } = await seen(customer);
    expect(data?.['case']).toEqual({
      status: 'WAITING_THIRD_PARTY',
      statusReason: null,
      assignedAt: null,
      assignee: null,
      team: null,
      interactions: {
        totalCount: 1,
        nodes: [
          {
            body: 'Spoke of the kettle',
            person: null,
            handleTime: null,
            correctionReason: null,
            supersedes: null,
            supersededBy: null,
          },
        ],
      },
    });
    expect(data?.['interaction']).toBeNull();
    expect(new Set(codes)).toEqual(new Set(['FORBIDDEN']));
    expect(codes).toHaveLength(3 * (CASE_FIELDS.length + CONTACT_FIELDS.length));
    expect(text).not.toMatch(/doubt|another customer|Mixed up|pers_|team_/);
  });

  it('cannot be filtered by who handles it', async () => {
    for (const field of ['assignee', 'team']) {
      const { errors } = await world.service.execute({
        query: `query ($where: CaseFilter) { cases(where: $where) { nodes { id } } }`,
        variables: { where: { or: [{ [field]: { isNull: false } }] } },
        actor: customer,
      });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('is less than what the staff see', async () => {
    const { data, codes } = await seen(manager);
    expect(codes).toEqual([]);
    expect(data?.['case']).toMatchObject({
      statusReason: 'We doubt the story',
      assignee: { id: personId },
      interactions: { totalCount: 2 },
    });
    expect(data?.['interaction']).toEqual({ body: 'Spoke of another customer' });
  });
});
