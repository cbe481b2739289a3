import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const fields = `id channel occurredAt recordedAt current handleTime person { id }
  letter { postedAt receivedAt postalReference } faceToFace { site { id } desk waitTime }
  representative { name relation authority authorityReference } completeness { score missing }`;

type Seen = Readonly<Record<string, unknown>> & { readonly id: string };
interface Answer {
  readonly __typename: string;
  readonly interaction?: Seen;
  readonly problems?: readonly { path: string }[];
}

const tell = async (mutation: string, success: string, input: Record<string, unknown>, actor = manager) => {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const answer = await ask<{ result: Answer }>(
    world,
    `mutation ($input: ${type}) { result: ${mutation}(input: $input) { __typename ... on ${success} { interaction { ${fields} } } ... on InvalidInput { problems { path } } } }`,
    { input },
    actor,
  );
  return answer.result;
};
const logged = async (input: Record<string, unknown>, actor = manager) => {
  const { id: caseId } = await givenCase(world, actor.siteId ? { siteId: actor.siteId } : {});
  return tell(
    'logInteraction',
    'InteractionLogged',
    { ...{ caseId, channel: 'LETTER', direction: 'INBOUND', body: 'Dear Sirs' }, ...input },
    actor,
  );
};
const corrected = (interactionId: string, input: Record<string, unknown>) =>
  tell('correctInteraction', 'InteractionCorrected', { interactionId, reason: 'Misread', ...input });
const idOf = ({ interaction }: Answer) => interaction?.id ?? '';

describe('a letter', () => {
  it('keeps when it was posted, received and recorded, and by what the post knows it; it is a contact from its arrival', async () => {
    const { interaction } = await logged({
      letter: {
        postedAt: '2026-02-24T17:00:00Z',
        receivedAt: '2026-02-26T09:30:00Z',
        postalReference: 'RN 123 456 789 GB',
      },
    });
    expect(interaction).toMatchObject({
      letter: {
        postedAt: '2026-02-24T17:00:00.000Z',
        receivedAt: '2026-02-26T09:30:00.000Z',
        postalReference: 'RN 123 456 789 GB',
      },
      occurredAt: '2026-02-26T09:30:00.000Z',
      recordedAt: '2026-03-02T10:00:00.000Z',
      faceToFace: null,
    });
  });

  it('of the service is a contact from when it was posted', async () => {
    const { interaction } = await logged({
      direction: 'OUTBOUND',
      letter: { postedAt: '2026-02-27T16:00:00Z', receivedAt: '2026-02-28T09:00:00Z' },
    });
    expect(interaction?.['occurredAt']).toBe('2026-02-27T16:00:00.000Z');
  });

  it('whose date is corrected keeps its other details, and happened at the corrected date', async () => {
    const letter = { receivedAt: '2026-02-26T09:30:00Z', postalReference: 'RN 1' };
    const { interaction } = await corrected(idOf(await logged({ letter })), {
      letter: { receivedAt: '2026-02-25T09:30:00Z' },
    });
    expect(interaction).toMatchObject({
      letter: { receivedAt: '2026-02-25T09:30:00.000Z', postalReference: 'RN 1' },
      occurredAt: '2026-02-25T09:30:00.000Z',
    });
  });

  it('that was none leaves what only letters have behind', async () => {
    const earlier = idOf(await logged({ letter: { postalReference: 'RN 1' } }));
    const { interaction } = await corrected(earlier, { channel: 'FAX' });
    expect(interaction).toMatchObject({ channel: 'FAX', letter: null });
    expect(
      (await corrected(idOf({ __typename: '', interaction: interaction as Seen }), { channel: 'LETTER' })).interaction,
    ).toMatchObject({
      letter: { postalReference: null },
    });
  });

  it('is refused with dates that cannot be, and with details of a meeting', async () => {
    const refused = await logged({
      letter: { postedAt: '2026-03-01T00:00:00Z', receivedAt: '2026-02-01T00:00:00Z', postalReference: ' ' },
      faceToFace: { desk: 'Desk 3' },
    });
    expect(refused.problems?.map(({ path }) => path)).toEqual([
      'faceToFace',
      'letter.receivedAt',
      'letter.postalReference',
    ]);
    const future = await logged({ letter: { postedAt: '2026-03-03T00:00:00Z' } });
    expect(future.problems).toEqual([{ path: 'letter.postedAt' }]);
    const earlier = idOf(await logged({ letter: { postedAt: '2026-02-20T00:00:00Z' } }));
    const late = await corrected(earlier, { letter: { receivedAt: '2026-02-19T00:00:00Z' } });
    expect(late.problems).toEqual([{ path: 'letter.receivedAt' }]);
  });
});

describe('a meeting', () => {
  const site = someId('site');
  const atDesk = caller('AGENT', { reach: 'SITE', siteId: site, personId: someId('pers') });
  const met = (input: Record<string, unknown>) => logged({ channel: 'FACE_TO_FACE', ...input }, atDesk);

  it('keeps desk and wait, and the site of whoever records it unless another is named', async () => {
    const { interaction } = await met({ faceToFace: { desk: 'Desk 3', waitTime: 'PT12M' }, handleTime: 'PT8M' });
    expect(interaction).toMatchObject({
      faceToFace: { site: { id: site }, desk: 'Desk 3', waitTime: 'PT12M' },
      handleTime: 'PT8M',
      person: { id: atDesk.personId },
      completeness: { score: 100, missing: [] },
      letter: null,
    });
    const elsewhere = someId('site');
    const { interaction: moved } = await met({ faceToFace: { siteId: elsewhere } });
    expect(moved).toMatchObject({
      faceToFace: { site: { id: elsewhere } },
      completeness: { score: 40, missing: ['DESK', 'WAIT_TIME', 'HANDLE_TIME'] },
    });
  });

  it('is refused at no site, and with a wait of less than nothing', async () => {
    const refused = await met({ faceToFace: { siteId: someId('team'), waitTime: '-PT1M' } });
    expect(refused.problems?.map(({ path }) => path)).toEqual(['faceToFace.siteId', 'faceToFace.waitTime']);
  });
});

describe('a contact with somebody who speaks for the customer', () => {
  const representative = {
    ...{ name: 'B. Carer', relation: 'CARER', authority: 'LETTER_OF_AUTHORITY' },
    authorityReference: 'File 12, page 3',
  };

  it('says who that is, in what relation, and by what they may', async () => {
    const { interaction } = await logged({ channel: 'PHONE', representative });
    expect(interaction?.['representative']).toEqual(representative);
  });

  it('can be corrected to one with the customer, and back', async () => {
    const first = idOf(await logged({ channel: 'PHONE', representative }));
    const kept = await corrected(first, { body: 'Another word' });
    expect(kept.interaction?.['representative']).toEqual(representative);
    const own = await corrected(idOf(kept), { representative: null });
    expect(own.interaction?.['representative']).toBeNull();
    const back = await corrected(idOf(own), { representative });
    expect(back.interaction?.['representative']).toEqual(representative);
  });
});
