import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenAdjustments } from '../../test/customers-tell.ts';
import { givenLetter, sendLetter, someLetter, someValues } from '../../test/knowledge-world.ts';
import { agent, ask, clock, errorOf, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const executive = caller('EXECUTIVE');
const clerk = caller('AGENT', { personId: someId('pers') });
const standard = { ...someLetter.variants[0] };
const large = {
  ...standard,
  format: 'LARGE_PRINT',
  body: 'LARGE\n{{name}} {{amount}} {{day}} {{element:adr-referral}}',
};
const easy = {
  ...standard,
  format: 'EASY_READ',
  body: 'We pay {{name}} {{amount}} on {{day}}. {{element:adr-referral}}',
};

const RENDER = `query ($id: ID!, $customerId: ID, $format: LetterFormat, $fields: [MergeValueInput!]) {
  renderLetter(letterTemplateId: $id, languages: ["en"], customerId: $customerId, format: $format, fields: $fields) {
    ... on LetterRendered { format printLarge adjustments body } } }`;
const render = async (id: string, customerId: string, format?: string) => {
  const asked = { id, customerId, format, fields: someValues() };
  return (await ask<{ renderLetter: object }>(world, RENDER, asked, clerk)).renderLetter;
};
const givenTemplate = async (...variants: object[]) =>
  (await givenLetter(world, { variants: [standard, ...variants] })).letterTemplate.id;

describe('a letter to a customer for whom something is done otherwise', () => {
  it('is written in large print, and kept so', async () => {
    const customerId = someId('cust');
    const id = await givenTemplate(large);
    expect(await render(id, customerId)).toMatchObject({ format: 'STANDARD', printLarge: false, adjustments: [] });
    await givenAdjustments(world, customerId, ['LARGE_PRINT', 'QUIET_CALL']);
    expect(await render(id, customerId)).toMatchObject({
      ...{
        format: 'LARGE_PRINT',
        printLarge: false,
        adjustments: ['LARGE_PRINT'],
        body: expect.stringMatching(/^LARGE/),
      },
    });
    const { letter } = await sendLetter(world, id, { customerId, languages: ['en'] }, clerk);
    await givenAdjustments(world, customerId, []);
    expect(await render(id, customerId)).toMatchObject({ format: 'STANDARD', printLarge: false, adjustments: [] });
    const { sentLetter } = await ask<{ sentLetter: object }>(
      world,
      `query ($id: ID!) { sentLetter(id: $id) { format printLarge adjustments choice } }`,
      { id: letter.id },
      clerk,
    );
    expect(sentLetter).toMatchObject({ format: 'LARGE_PRINT', printLarge: false, adjustments: ['LARGE_PRINT'] });
  });

  it('is printed large where its template has no text for it, or short words are wanted as well', async () => {
    const customerId = someId('cust');
    await givenAdjustments(world, customerId, ['EASY_READ', 'LARGE_PRINT']);
    expect(await render(await givenTemplate(), customerId)).toMatchObject({ format: 'STANDARD', printLarge: true });
    expect(await render(await givenTemplate(large, easy), customerId)).toMatchObject({
      ...{ format: 'EASY_READ', printLarge: true, adjustments: ['EASY_READ', 'LARGE_PRINT'] },
    });
  });

  it('is written as who sends it says, when they say', async () => {
    const customerId = someId('cust');
    await givenAdjustments(world, customerId, ['BRAILLE', 'EASY_READ']);
    expect(await render(await givenTemplate(easy), customerId, 'STANDARD')).toMatchObject({
      ...{ format: 'STANDARD', adjustments: ['BRAILLE', 'EASY_READ'] },
    });
  });
});

describe('the priority of a case', () => {
  it('is raised for a customer for whom priority handling is an adjustment', async () => {
    const customerId = someId('cust');
    const query = `query ($customerId: ID) { priorityFor(impact: LOW, urgency: MEDIUM, customerId: $customerId) { priority reasons { message } } }`;
    const decided = async () => (await ask<{ priorityFor: object }>(world, query, { customerId }, agent)).priorityFor;
    await givenAdjustments(world, customerId, ['LARGE_PRINT']);
    expect(await decided()).toMatchObject({ priority: 'LOW' });
    await givenAdjustments(world, customerId, ['PRIORITY_HANDLING']);
    expect(await decided()).toMatchObject({
      ...{ priority: 'NORMAL', reasons: [{}, { message: 'Waiting harms a vulnerable customer more.' }] },
    });
  });
});

describe('who may not know what is done otherwise for somebody', () => {
  it('does not find out by a letter or a priority', async () => {
    const id = await givenTemplate(large);
    const customerId = someId('cust');
    await givenAdjustments(world, customerId, ['LARGE_PRINT', 'PRIORITY_HANDLING']);
    const fields = someValues();
    expect(await errorOf(world, RENDER, { id, customerId, fields }, executive)).toMatchObject({ code: 'FORBIDDEN' });
    const query = `query ($customerId: ID) { priorityFor(impact: LOW, urgency: LOW, customerId: $customerId) { priority } }`;
    expect(await errorOf(world, query, { customerId }, executive)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask(world, query, {}, executive)).toEqual({ priorityFor: { priority: 'LOW' } });
  });
});

it('what is kept of adjustments is as the migrations say', async () => {
  expect(await schemaDrift(world.service.database)).toEqual([]);
});
