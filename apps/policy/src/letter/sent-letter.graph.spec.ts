import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  approveLetter,
  customer,
  givenLetter,
  rendering,
  sendLetter,
  someLetter,
  someValues as values,
  write,
} from '../../test/knowledge-world.ts';
import { ask, clock, errorOf, eventsAbout, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

/** Somebody at a desk: agents reach their team, and nobody here stands in one, so each sees their own letters. */
const clerk = caller('AGENT', { subject: 'clerk', personId: someId('pers') });
const colleague = caller('AGENT', { subject: 'colleague', personId: someId('pers') });
const overseer = caller('EXECUTIVE', { personId: someId('pers') });

const body = (who = 'Sam Lee') =>
  `Dear ${who},\n\nwe will pay you £12.50 by 28 March 2026.\n\nYou can ask the ombudsman.`;

const send = (letterTemplateId: string, more: Record<string, unknown> = {}, actor = clerk) =>
  sendLetter(world, letterTemplateId, more, actor);

const LETTER = `{ id subject body language format match choice printLarge elements sentAt fields { name value }
  letterTemplateVersion { number } case { id } customer { id } sender { id } }`;

const sentLetter = async (id: string, actor = clerk) =>
  (
    await ask<{ sentLetter: Record<string, unknown> | null }>(
      world,
      `query ($id: ID!) { sentLetter(id: $id) ${LETTER} }`,
      { id },
      actor,
    )
  ).sentLetter;

const rendered = (variables: Record<string, unknown>) => rendering(world, variables, clerk);

const british = { ...someLetter.variants[0], language: 'en-GB' };
const inBritain = { defaultLanguage: 'en-GB', variants: [british] };

describe('a letter', () => {
  it('sent last year shows last year’s text', async () => {
    const { letterTemplate } = await givenLetter(world, inBritain);
    const { letter } = await send(letterTemplate.id, { caseId: someId('case') });
    clock.set('2027-03-02T12:00:00.000Z');
    const other = { ...british, body: 'Dear {{name}},\n\n{{amount}} and {{day}}: {{element:adr-referral}}new words.' };
    const next = await write(world, 'draftLetterTemplateVersion', {
      letterTemplateId: letterTemplate.id,
      ...someLetter,
      variants: [other],
    });
    expect(await approveLetter(world, next.letterTemplateVersion)).toMatchObject({
      letterTemplateVersion: { state: 'EFFECTIVE' },
    });
    expect(await sentLetter(letter.id)).toMatchObject({
      subject: 'Your refund, Sam Lee',
      body: body(),
      letterTemplateVersion: { number: 1 },
      sentAt: NOON,
    });
    const now = await rendered({ id: letterTemplate.id, fields: values() });
    expect(now).toMatchObject({
      letterTemplateVersion: { number: 2 },
      body: 'Dear Sam Lee,\n\n£12.50 and 28 March 2026: new words.',
    });
    const then = await rendered({ id: letterTemplate.id, fields: values(), at: NOON });
    expect(then).toMatchObject({ letterTemplateVersion: { number: 1 }, body: body() });
  });

  it('is kept whole, once for each key, and told to others without a word of it', async () => {
    const { letterTemplate } = await givenLetter(world, inBritain);
    const caseId = someId('case');
    const input = { idempotencyKey: 'k', caseId };
    const { letter } = await send(letterTemplate.id, input);
    expect((await send(letterTemplate.id, input)).letter.id).toBe(letter.id);
    expect(await send(letterTemplate.id, { ...input, fields: [] })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await sentLetter(letter.id)).toEqual({
      id: letter.id,
      subject: 'Your refund, Sam Lee',
      body: body(),
      language: 'en-GB',
      format: 'STANDARD',
      match: 'WANTED',
      choice: 'The standard text in en-GB: a language that was wanted.',
      printLarge: false,
      elements: ['adr-referral'],
      sentAt: NOON,
      fields: values(),
      letterTemplateVersion: { number: 1 },
      case: { id: caseId },
      customer: { id: customer.customerId },
      sender: { id: clerk.personId },
    });
    const events = await eventsAbout(world, letter.id);
    expect(events).toMatchObject([
      { type: 'courtesy.letter.sent.v1', data: { kind: 'REDRESS', number: 1, caseId, elements: ['adr-referral'] } },
    ]);
    expect(JSON.stringify(events)).not.toContain('Sam Lee');
    const { manager } = world.service.database;
    await expect(manager.query(`UPDATE sent_letters SET body = 'x'`)).rejects.toThrow('permission denied');
    await expect(manager.query('DELETE FROM sent_letters')).rejects.toThrow('permission denied');
  });

  it('comes in the customer’s language and large print, and says what was used instead and why', async () => {
    const large = { ...british, format: 'LARGE_PRINT', subject: 'Refund, {{name}}' };
    const welsh = { ...british, language: 'cy', subject: 'Eich ad-daliad, {{name}}' };
    const { letterTemplate } = await givenLetter(world, {
      defaultLanguage: 'en-GB',
      variants: [british, large, welsh],
    });
    const choose = async (languages: string[], format: string) =>
      rendered({ id: letterTemplate.id, fields: values(), languages, format });
    expect(await choose(['en-US'], 'LARGE_PRINT')).toMatchObject({
      subject: 'Refund, Sam Lee',
      match: 'RELATED',
      printLarge: false,
      choice: 'The large print text in en-GB: the wanted language of another region.',
    });
    expect(await choose(['cy'], 'LARGE_PRINT')).toMatchObject({
      subject: 'Eich ad-daliad, Sam Lee',
      format: 'STANDARD',
      printLarge: true,
      choice: 'The standard text in cy: a language that was wanted; it has no large print text in that language.',
    });
    expect(await choose(['pl'], 'EASY_READ')).toMatchObject({
      language: 'en-GB',
      choice:
        'The standard text in en-GB: the default language, since none that was wanted is there; it has no easy read text in that language.',
    });
  });

  it('is not written while a value is missing, unknown or unfit: each is told by name', async () => {
    const { letterTemplate } = await givenLetter(world);
    const fields = [
      { name: 'name', value: 'two\nlines' },
      { name: 'day', value: '2026-02-31' },
      { name: 'other', value: 'x' },
    ];
    const problems = [
      { field: 'other', kind: 'UNKNOWN' },
      { field: 'name', kind: 'UNFIT' },
      { field: 'amount', kind: 'MISSING' },
      { field: 'day', kind: 'UNFIT' },
    ];
    const refused = { code: 'MERGE_VALUES_UNFIT', problems };
    expect(await rendered({ id: letterTemplate.id, fields })).toMatchObject(refused);
    expect(await send(letterTemplate.id, { fields })).toMatchObject(refused);
    const stranger = { customerId: someId('site'), caseId: someId('pers'), languages: ['??'], idempotencyKey: ' ' };
    expect((await send(letterTemplate.id, stranger)).problems?.map(({ path }) => path)).toEqual([
      'caseId',
      'customerId',
      'languages[0]',
      'idempotencyKey',
    ]);
    expect(await send(someId('ltr'))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes a value for words: it names no field, and marks no element', async () => {
    const { letterTemplate } = await givenLetter(world, inBritain);
    const name = '{{amount}} $& {{element:adr-referral}} <b>[x](http://y)';
    const { letter } = await send(letterTemplate.id, { fields: values(name) });
    expect(letter.body).toBe(body(name));
  });

  it('is seen by its customer, by whoever sent it, and by those who reach them', async () => {
    const { letterTemplate } = await givenLetter(world, inBritain);
    const { letter } = await send(letterTemplate.id, { caseId: someId('case') });
    const seenBy = async (actor: typeof clerk) => {
      const query = `query ($id: ID!) { sentLetter(id: $id) { body } }`;
      return (await ask<{ sentLetter: unknown }>(world, query, { id: letter.id }, actor)).sentLetter !== null;
    };
    const other = caller('CUSTOMER', { customerId: someId('cust') });
    const seen = await Promise.all([clerk, customer, overseer, colleague, other, caller('CUSTOMER')].map(seenBy));
    expect(seen).toEqual([true, true, true, false, false, false]);
    const query = `query ($id: ID!) { sentLetter(id: $id) { fields { value } } }`;
    expect(await errorOf(world, query, { id: letter.id }, customer)).toMatchObject({ code: 'FORBIDDEN' });
    const sending = `mutation ($input: SendLetterInput!) { sendLetter(input: $input) { __typename } }`;
    const input = { idempotencyKey: 'x', letterTemplateId: letterTemplate.id, customerId: customer.customerId };
    expect(await errorOf(world, sending, { input }, customer)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is found at its case and customer, in as many statements for 20 cases as for one', async () => {
    const { letterTemplate } = await givenLetter(world, inBritain);
    const cases = Array.from({ length: 20 }, () => someId('case'));
    for (const caseId of cases) await send(letterTemplate.id, { caseId });
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Case { letters(first: 5) { nodes { body letterTemplateVersion { letterTemplate { name } } } totalCount } }
      ... on Customer { letters(first: 5) { totalCount pageInfo { hasNextPage } } } } }`;
    const of = (ids: readonly string[]) => ({ of: ids.map((id) => ({ __typename: 'Case', id })) });
    world.statements();
    await ask(world, query, of(cases.slice(0, 1)), clerk);
    const one = world.statements().length;
    const { _entities: found } = await ask<{ _entities: { letters: { totalCount: number } }[] }>(
      world,
      query,
      of(cases),
      clerk,
    );
    expect(found.map(({ letters }) => letters.totalCount)).toEqual(cases.map(() => 1));
    expect(world.statements()).toHaveLength(one);
    const theirs = { of: [{ __typename: 'Customer', id: customer.customerId }] };
    expect(await ask(world, query, theirs, customer)).toEqual({
      _entities: [{ letters: { totalCount: 20, pageInfo: { hasNextPage: true } } }],
    });
  });
});
