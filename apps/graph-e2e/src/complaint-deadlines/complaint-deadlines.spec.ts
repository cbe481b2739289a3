import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenManagers, type Managers } from '../../test/policies.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let managers: Managers;
let caseId: string;
let customerId: string;
const versions: Record<string, string> = {};
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Desk');
  managers = await givenManagers(world, place);
  [caseId = ''] = await givenCases(world, place, 1);
  const query = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const seen = await asked<{ case: { customer: { id: string } } }>(world, managers.author, query, { id: caseId });
  customerId = seen.case.customer.id;
  for (const pack of ['fca-disp', 'housing-ombudsman']) versions[pack] = await adopt(pack);
});
afterAll(() => world?.close());

/** One manager installs a pack, the other approves it. Returns the version's id. */
async function adopt(pack: string): Promise<string> {
  const installing = ['installRegimePack', 'RegimePackInstalled', 'regimeVersion { id }'] as const;
  const { regimeVersion } = await must<{ regimeVersion: { id: string } }>(world, managers.author, installing, { pack });
  const approving = ['approveComplaintRegimeVersion', 'ComplaintRegimeVersionApproved', '__typename'] as const;
  await must(world, managers.approver, approving, { regimeVersionId: regimeVersion.id });
  return regimeVersion.id;
}

/** The deadlines of a complaint received on Thursday 2 April 2026: [day, day when extended] by clock. */
async function deadlines(pack: string, variables: object = {}) {
  const { complaintRegimeVersion } = await asked<{
    complaintRegimeVersion: { deadlines: { clock: { key: string }; dueOn: string; extendedDueOn: string | null }[] };
  }>(
    world,
    as('agent', place.personId),
    `query ($id: ID!, $kinds: [String!], $acknowledgedOn: Date) { complaintRegimeVersion(id: $id) {
       deadlines(receivedOn: "2026-04-02", kinds: $kinds, acknowledgedOn: $acknowledgedOn) { clock { key } dueOn extendedDueOn } } }`,
    { id: versions[pack], kinds: [], ...variables },
  );
  return Object.fromEntries(
    complaintRegimeVersion.deadlines.map(({ clock, dueOn, extendedDueOn }) => [clock.key, [dueOn, extendedDueOn]]),
  );
}

const sentences: Readonly<Record<string, string>> = {
  decision: 'We have looked at what you told us. We do not agree with your complaint.',
  reasons: 'Our notes show that we called you on the day we said.',
  adr: 'You can ask the Financial Ombudsman Service to look at this. It is free.',
  'time-limit-waiver': 'You have six months to do so.',
  leaflet: 'Its leaflet comes with this letter.',
  'adr-website': 'You can also find it on the web.',
};

/** A final response with a sentence for each of these elements: one manager writes it, the other approves it. */
async function givenLetter(name: string, elements: readonly string[]): Promise<string> {
  const body = elements.map((key) => `{{element:${key}}}${sentences[key]}`).join('\n\n');
  const template = {
    name,
    kind: 'FINAL_RESPONSE',
    ownerId: managers.author.personId,
    defaultLanguage: 'en-GB',
    variants: [{ language: 'en-GB', subject: 'Your complaint, {{name}}', body: `Dear {{name}},\n\n${body}` }],
    fields: [{ name: 'name', type: 'TEXT', description: 'Whom it is for', example: 'Sam Lee' }],
    requiredElements: elements,
  };
  const drafted = await must<{
    letterTemplate: { id: string };
    letterTemplateVersion: { id: string; version: number };
  }>(
    world,
    managers.author,
    ['draftLetterTemplate', 'LetterTemplateDrafted', 'letterTemplate { id } letterTemplateVersion { id version }'],
    template,
  );
  const approving = ['approveLetterTemplate', 'LetterTemplateApproved', '__typename'] as const;
  const { id: letterTemplateVersionId, version: expectedVersion } = drafted.letterTemplateVersion;
  await must(world, managers.approver, approving, { letterTemplateVersionId, expectedVersion });
  return drafted.letterTemplate.id;
}

/** Sends a letter about the case, and returns what was sent. */
async function send(letterTemplateId: string): Promise<{ id: string; body: string; elements: string[] }> {
  const fields = [{ name: 'name', value: 'Customer 0' }];
  const input = { idempotencyKey: aKey(), letterTemplateId, languages: ['en-GB'], fields, customerId, caseId };
  const sending = ['sendLetter', 'LetterSent', 'letter { id body elements }'] as const;
  const agent = as('agent', place.personId);
  return (await must<{ letter: { id: string; body: string; elements: string[] } }>(world, agent, sending, input))
    .letter;
}

/** What DISP says against a final response that turns the complaint down. */
async function failures(elements: readonly string[]) {
  const letter = { stage: 'response', kind: 'FINAL_RESPONSE', outcome: 'NOT_UPHELD', elements };
  const { complaintRegimeVersion } = await asked<{ complaintRegimeVersion: { checkResponse: object[] } }>(
    world,
    managers.author,
    `query ($id: ID!, $letter: LetterCheckInput!) { complaintRegimeVersion(id: $id) { checkResponse(letter: $letter) {
       ... on UserError { code } ... on LetterElementMissing { element { key } } } } }`,
    { id: versions['fca-disp'], letter },
  );
  return complaintRegimeVersion.checkResponse;
}

describe('a complaint received on Thursday 2 April 2026', () => {
  it('has the days of DISP: 9 April and 28 May, or 27 April and 27 May for payment services', async () => {
    expect(await deadlines('fca-disp')).toEqual({
      'summary-resolution': ['2026-04-09', null],
      'eight-weeks': ['2026-05-28', null],
    });
    expect(await deadlines('fca-disp', { kinds: ['payment-services'] })).toEqual({
      'summary-resolution': ['2026-04-09', null],
      'payment-services': ['2026-04-27', '2026-05-27'],
    });
  });

  it('has the days of the Housing Ombudsman: 13 April, and 27 April when acknowledged on the last day', async () => {
    expect(await deadlines('housing-ombudsman', { acknowledgedOn: '2026-04-13' })).toMatchObject({
      'stage-1-acknowledgement': ['2026-04-13', null],
      'stage-1-response': ['2026-04-27', '2026-05-12'],
    });
  });
});

describe('the letter that answers it', () => {
  const whole = Object.keys(sentences);

  it('as it was sent holds all that the regime asks for, and stands at the case', async () => {
    const letter = await send(await givenLetter('Final response', whole));
    expect(letter.body).toContain('Dear Customer 0,');
    expect(letter.body).not.toMatch(/[{}]/);
    expect([...letter.elements].sort()).toEqual([...whole].sort());
    expect(await failures(letter.elements)).toEqual([]);
    const query = `query ($id: ID!) { case(id: $id) { customer { displayName } letters { nodes { id sender { displayName } } } } }`;
    expect(await asked(world, managers.author, query, { id: caseId })).toEqual({
      case: {
        customer: { displayName: 'Customer 0' },
        letters: { nodes: [{ id: letter.id, sender: { displayName: 'Ada Desk' } }] },
      },
    });
  });

  it('without the ombudsman or the reasons is told by the element that is missing', async () => {
    for (const key of ['adr', 'reasons']) {
      const letter = await send(
        await givenLetter(
          `Without ${key}`,
          whole.filter((each) => each !== key),
        ),
      );
      expect(await failures(letter.elements)).toEqual([{ code: 'LETTER_ELEMENT_MISSING', element: { key } }]);
    }
  });
});
