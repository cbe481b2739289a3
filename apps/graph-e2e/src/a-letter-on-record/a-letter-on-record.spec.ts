import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let agent: Who;
beforeAll(async () => {
  world = await startGraph({ now: () => new Date('2026-03-02T10:00:00.000Z') });
  place = await givenPlace(world, 'Post');
  agent = { role: 'agent', personId: place.personId, teamId: place.teamId, siteId: place.siteId, reach: 'TEAM' };
  await world.quiet();
});
afterAll(() => world?.close());

/** Somebody of whom nothing is known by which to write or call. */
async function givenCustomer(name: string): Promise<string> {
  const { customers } = await must<{ customers: { customer: { id: string } }[] }>(
    world,
    { role: 'admin' },
    ['registerCustomers', 'CustomersRegistered', 'customers { customer { id } }'],
    {
      customers: [
        {
          ...{ kind: 'PERSON', displayName: name, registeredAt: '2026-02-20T00:00:00Z' },
          externalIdentity: { source: place.teamId, id: name },
        },
      ],
    },
  );
  return customers[0]?.customer.id ?? '';
}

async function givenCase(customerId: string, channel: string): Promise<string> {
  const { case: opened } = await must<{ case: { id: string } }>(
    world,
    agent,
    ['openCase', 'CaseOpened', 'case { id }'],
    { type: 'COMPLAINT', channel, subject: 'The kettle leaks', customerId },
  );
  return opened.id;
}

const CONTACT = `id body current occurredAt recordedAt letter { postedAt receivedAt postalReference }`;
interface Contact {
  readonly id: string;
  readonly body: string;
  readonly current: boolean;
}

const log = (input: object) =>
  must<{ interaction: Contact }>(
    world,
    agent,
    ['logInteraction', 'InteractionLogged', `interaction { ${CONTACT} completeness { score missing } }`],
    input,
  );

describe('a letter on record', () => {
  let caseId: string;
  let first: Contact;
  let customerId: string;
  beforeAll(async () => {
    customerId = await givenCustomer('A writer');
    caseId = await givenCase(customerId, 'LETTER');
    const { interaction } = await log({
      ...{ caseId, channel: 'LETTER', direction: 'INBOUND', body: 'Dear Sirs, it leeks', handleTime: 'PT6M' },
      letter: {
        postedAt: '2026-02-24T17:00:00Z',
        receivedAt: '2026-02-26T09:30:00Z',
        postalReference: 'RN 123 456 789 GB',
      },
    });
    first = interaction;
  });

  it('keeps when it was posted, received and recorded, and is complete', () => {
    expect(first).toMatchObject({
      letter: {
        postedAt: '2026-02-24T17:00:00.000Z',
        receivedAt: '2026-02-26T09:30:00.000Z',
        postalReference: 'RN 123 456 789 GB',
      },
      occurredAt: '2026-02-26T09:30:00.000Z',
      recordedAt: '2026-03-02T10:00:00.000Z',
      completeness: { score: 100, missing: [] },
    });
  });

  it('is corrected, and both versions stay readable with the current one flagged', async () => {
    const { interaction } = await must<{ interaction: Contact }>(
      world,
      agent,
      ['correctInteraction', 'InteractionCorrected', `interaction { ${CONTACT} correctionReason }`],
      { interactionId: first.id, reason: 'Misread', body: 'Dear Sirs, it leaks' },
    );
    expect(interaction).toMatchObject({ body: 'Dear Sirs, it leaks', current: true, correctionReason: 'Misread' });
    const seen = await asked<{ earlier: object; case: { interactions: { nodes: Contact[] } } }>(
      world,
      agent,
      `query ($id: ID!, $case: ID!) { earlier: interaction(id: $id) { ${CONTACT} supersededBy { id } }
         case(id: $case) { interactions(includeSuperseded: true) { nodes { id body current } } } }`,
      { id: first.id, case: caseId },
    );
    expect(seen.earlier).toMatchObject({
      ...{ body: 'Dear Sirs, it leeks', current: false, supersededBy: { id: interaction.id } },
    });
    const bodies = seen.case.interactions.nodes.map(({ body, current }) => [body, current]);
    expect(new Map(bodies as [string, boolean][])).toEqual(
      new Map([
        ['Dear Sirs, it leaks', true],
        ['Dear Sirs, it leeks', false],
      ]),
    );
  });

  it('cannot be changed or removed by the role as which the service works', async () => {
    const { manager } = world.services['cases']?.running()?.database ?? {};
    await expect(manager?.query(`UPDATE interactions SET body = ''`)).rejects.toThrow(/permission denied/);
    await expect(manager?.query(`DELETE FROM interactions`)).rejects.toThrow(/permission denied/);
  });

  it('has its scan beside it: uploaded by ticket, hashed, downloaded as it was', async () => {
    const scan = Buffer.from('%PDF-1.7\n%âãÏÓ\n');
    const sha256 = createHash('sha256').update(scan).digest('hex');
    const { url } = await must<{ url: string }>(
      world,
      agent,
      ['requestAttachmentUpload', 'AttachmentUploadGranted', 'url expiresAt'],
      {
        ...{ caseId, interactionId: first.id, fileName: '../scan.pdf', mediaType: 'application/pdf' },
        ...{ size: scan.length, sha256 },
      },
    );
    const send = () => fetch(url, { method: 'PUT', body: scan });
    expect((await send()).status).toBe(201);
    expect((await send()).status).toBe(410);
    const { case: about } = await asked<{
      case: { attachments: { nodes: { fileName: string; sha256: string; download: { url: string } }[] } };
    }>(
      world,
      agent,
      `query ($id: ID!) { case(id: $id) { attachments { nodes { fileName sha256 interaction { body } person { id } download { url } } } } }`,
      { id: caseId },
    );
    expect(about.attachments.nodes).toMatchObject([
      { fileName: 'scan.pdf', sha256, interaction: { body: 'Dear Sirs, it leaks' }, person: { id: place.personId } },
    ]);
    const answer = await fetch(about.attachments.nodes[0]?.download.url ?? '');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(scan);
  });

  it('is on the timeline of its case, which its customer sees without the casework', async () => {
    const timeline = `query ($id: ID!) { case(id: $id) { timeline(orderBy: OLDEST_FIRST) { nodes { __typename ... on ContactRecordedEntry { interaction { body } } } } } }`;
    const kindsFor = async (who: object) => {
      const { data, errors } = await world.ask<{ case: { timeline: { nodes: { __typename: string }[] } } }>(
        timeline,
        { id: caseId },
        who,
      );
      expect(errors).toBeUndefined();
      return data.case.timeline.nodes.map(({ __typename }) => __typename).sort();
    };
    expect(await kindsFor(agent)).toEqual([
      'AttachmentAddedEntry',
      'ContactCorrectedEntry',
      'ContactRecordedEntry',
      'StatusChangedEntry',
    ]);
    expect(await kindsFor({ role: 'customer', customerId })).toEqual(['ContactRecordedEntry', 'StatusChangedEntry']);
  });
});

describe('somebody who walks in', () => {
  it('needs neither e-mail nor telephone, may have somebody who speaks for them, and is on record with desk and wait', async () => {
    const caseId = await givenCase(await givenCustomer('A walk-in'), 'FACE_TO_FACE');
    const meeting = `interaction { channel handleTime person { displayName } faceToFace { site { name } desk waitTime }
      representative { name relation authority } completeness { score missing } customer { contactPoints { totalCount } } }`;
    const { interaction } = await must<{ interaction: object }>(
      world,
      agent,
      ['logInteraction', 'InteractionLogged', meeting],
      {
        ...{ caseId, channel: 'FACE_TO_FACE', direction: 'INBOUND', body: 'Came to the desk', handleTime: 'PT8M' },
        faceToFace: { desk: 'Desk 3', waitTime: 'PT12M' },
        representative: { name: 'The daughter', relation: 'FAMILY', authority: 'NONE_SHOWN' },
      },
    );
    expect(interaction).toEqual({
      ...{ channel: 'FACE_TO_FACE', handleTime: 'PT8M', person: { displayName: 'Ada Post' } },
      faceToFace: { site: { name: 'Post site' }, desk: 'Desk 3', waitTime: 'PT12M' },
      representative: { name: 'The daughter', relation: 'FAMILY', authority: 'NONE_SHOWN' },
      completeness: { score: 83, missing: ['AUTHORITY'] },
      customer: { contactPoints: { totalCount: 0 } },
    });
    const refused = await run<{ problems: { path: string }[] }>(
      world,
      as('manager', place.personId),
      ['logInteraction', ''],
      {
        ...{ caseId, channel: 'PHONE', direction: 'INBOUND', body: 'Called', faceToFace: { desk: 'Desk 3' } },
      },
    );
    expect(refused.problems.map(({ path }) => path)).toEqual(['faceToFace']);
  });
});
