import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const OPEN = `mutation ($input: OpenCaseInput!) { openCase(input: $input) { __typename ... on InvalidInput { problems { path } }
  ... on CaseAlreadyOpen { message case { id } } } }`;
const matter = (changes: Record<string, unknown> = {}) => ({
  type: 'COMPLAINT',
  channel: 'PHONE',
  subject: 'The kettle leaks',
  customerId: someId('cust'),
  ...changes,
});
const codesOf = async (query: string, variables: Record<string, unknown> = {}, actor = manager) => {
  const { errors = [] } = await world.service.execute({ query, variables, actor });
  return errors.map((error) => (error as { extensions: { code: string } }).extensions.code);
};
const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

describe('what a caller sends of a case', () => {
  it('names nobody with an empty id', async () => {
    for (const path of ['customerId', 'siteId', 'teamId', 'assigneeId']) {
      const { openCase } = await ask(world, OPEN, { input: matter({ [path]: '' }) });
      expect(openCase).toEqual({ __typename: 'InvalidInput', problems: [{ path }] });
    }
    const { id } = await givenCase(world);
    for (const path of ['siteId', 'teamId', 'assigneeId']) {
      const { assignCase } = await ask(
        world,
        `mutation ($input: AssignCaseInput!) { assignCase(input: $input) { __typename ... on InvalidInput { problems { path } } } }`,
        { input: { caseId: id, [path]: '' } },
      );
      expect(assignCase).toEqual({ __typename: 'InvalidInput', problems: [{ path }] });
    }
    const { logInteraction } = await ask(
      world,
      `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { __typename ... on InvalidInput { problems { path } } } }`,
      { input: { caseId: id, channel: 'PHONE', direction: 'INBOUND', body: 'It leaks', personId: '' } },
    );
    expect(logInteraction).toEqual({ __typename: 'InvalidInput', problems: [{ path: 'personId' }] });
  });

  it('is refused where it holds characters that are no text', async () => {
    for (const bad of ['a\0b', 'a\ud800b']) {
      const { openCase } = await ask(world, OPEN, {
        input: matter({
          subject: bad,
          category: { issue: bad },
          externalReference: { source: 'shop', id: bad },
        }),
      });
      expect(openCase).toEqual({
        __typename: 'InvalidInput',
        problems: [{ path: 'subject' }, { path: 'category.issue' }, { path: 'externalReference.id' }],
      });
    }
    expect(await codesOf(`query ($id: ID!) { case(id: $id) { id } }`, { id: 'case_\0' })).toEqual(['BAD_USER_INPUT']);
    expect(
      await codesOf(`query ($text: String) { cases(where: { subject: { contains: $text } }) { nodes { id } } }`, {
        text: '\0',
      }),
    ).toEqual(['BAD_USER_INPUT']);
    expect(
      await codesOf(`query ($any: [_Any!]!) { _entities(representations: $any) { ... on Case { id } } }`, {
        any: [{ __typename: 'Case', id: '\0' }],
      }),
    ).toEqual(['BAD_USER_INPUT']);
  });

  it('may expect version 0, which no case has', async () => {
    const { id } = await givenCase(world);
    const { startCase } = await ask(
      world,
      `mutation ($id: ID!) { startCase(input: { caseId: $id, expectedVersion: 0 }) { __typename } }`,
      { id },
    );
    expect(startCase).toEqual({ __typename: 'StaleVersion' });
  });

  it('may be a cursor nobody handed out, which is refused on nested lists too', async () => {
    const { id } = await givenCase(world);
    const made = [
      cursor('yesterday', 'case_1'),
      cursor('foo 1', 'case_1'),
      cursor(1, 'case_1'),
      cursor('+275760-09-13T00:00:00.000Z', 'case_1'),
      cursor('2026-01-01T00:00:00.000Z', '\0'),
    ];
    for (const after of made) {
      expect(await codesOf(`query ($after: String) { cases(after: $after) { nodes { id } } }`, { after })).toEqual([
        'BAD_USER_INPUT',
      ]);
      expect(
        await codesOf(
          `query ($id: ID!, $after: String) { case(id: $id) { interactions(after: $after) { nodes { id } } } }`,
          { id, after },
        ),
      ).toEqual(['BAD_USER_INPUT']);
      expect(
        await codesOf(
          `query ($any: [_Any!]!, $after: String) { _entities(representations: $any) { ... on Customer { cases(after: $after) { nodes { id } } } } }`,
          { any: [{ __typename: 'Customer', id: someId('cust') }], after },
        ),
      ).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('may be a distance from now that no calendar reaches, which is refused', async () => {
    for (const distance of ['-P90000000D', '-P1000000D', 'P4000000D']) {
      expect(
        await codesOf(`query ($at: Moment) { cases(where: { openedAt: { gte: $at } }) { nodes { id } } }`, {
          at: distance,
        }),
      ).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('may be an idempotency key too long to be kept, which is refused', async () => {
    const idempotencyKey = Array.from({ length: 9000 }, (_, i) =>
      String.fromCodePoint(0x4e00 + ((i * 7919) % 20000)),
    ).join('');
    expect(await codesOf(OPEN, { input: matter({ idempotencyKey }) })).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a case that lies outside what a caller sees', () => {
  it('is not shown to one who guesses its external reference', async () => {
    const externalReference = { source: 'shop', id: 'secret-1' };
    const known = await givenCase(world, { teamId: someId('team'), externalReference });
    const outsider = caller('AGENT', { teamId: someId('team'), personId: someId('pers') });
    const { openCase } = await ask<{ openCase: { __typename: string; case: unknown; message: string } }>(
      world,
      OPEN,
      { input: matter({ externalReference }) },
      outsider,
    );
    expect(openCase).toEqual({
      __typename: 'CaseAlreadyOpen',
      message: 'Another case already has this external reference.',
      case: null,
    });
    const seen = await ask<{ openCase: { case: unknown } }>(world, OPEN, { input: matter({ externalReference }) });
    expect(seen.openCase.case).toEqual({ id: known.id });
  });

  it('is every case, for a caller whose token does not say where they belong', async () => {
    await givenCase(world);
    for (const reach of ['OWN', 'TEAM', 'SITE', 'REGION'] as const) {
      const nobody = caller('AGENT', { reach });
      const { cases } = await ask<{ cases: { totalCount: number } }>(world, '{ cases { totalCount } }', {}, nobody);
      expect(cases.totalCount).toBe(0);
    }
  });
});
