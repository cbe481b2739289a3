import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenAttachment, givenLetter, pdf, put, ticketFor } from '../../test/attachment-stories.ts';
import { ask, clock, eventsAbout, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
let base: string;
let caseId: string;
const customerId = someId('cust');
const customer = caller('CUSTOMER', { customerId });
beforeAll(async () => {
  world = await startWorld();
  base = await world.service.listen();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00Z');
  caseId = (await givenCase(world, { customerId, siteId: someId('site') })).id;
});
afterAll(() => world?.close());

/** Adds a file to the case. */
const given = (input: Record<string, unknown> = {}, content = pdf()) =>
  givenAttachment({ world, base }, { caseId, ...input }, content);
const get = (url: string) => fetch(`${base}${new URL(url).pathname}`);
const withdraw = async (attachmentId: string, reason = 'Of another customer') => {
  const { result } = await ask<{ result: { __typename: string; message?: string } }>(
    world,
    `mutation ($input: WithdrawAttachmentInput!) { result: withdrawAttachment(input: $input) { __typename ... on UserError { message } } }`,
    { input: { attachmentId, reason } },
  );
  return result;
};

describe('an attachment', () => {
  it('that came with a contact is there on whichever record of the contact is asked', async () => {
    const first = await givenLetter(world, caseId);
    const { correctInteraction } = await ask<{ correctInteraction: { interaction: { id: string } } }>(
      world,
      `mutation ($id: ID!) { correctInteraction(input: { interactionId: $id, reason: "Misread", body: "Dear Madam" }) { ... on InteractionCorrected { interaction { id } } } }`,
      { id: first },
    );
    const later = correctInteraction.interaction.id;
    const { id } = await given({ interactionId: later });
    expect(await given({ interactionId: first })).toMatchObject({ interaction: { id: later, current: true } });
    for (const record of [first, later]) {
      const { interaction } = await ask<{
        interaction: { attachments: { nodes: { id: string }[]; totalCount: number } };
      }>(world, `query ($id: ID!) { interaction(id: $id) { attachments { nodes { id } totalCount } } }`, {
        id: record,
      });
      expect(interaction.attachments.totalCount).toBe(2);
      expect(interaction.attachments.nodes.map((node) => node.id)).toContain(id);
    }
  });

  it('is seen by those who see its case, and by the customer when it came with a contact', async () => {
    const filed = await given();
    const sent = await given({ interactionId: await givenLetter(world, caseId) });
    const seenBy = async (actor: typeof customer) => {
      const answer = await ask<{
        filed: unknown;
        sent: unknown;
        case: { attachments: { nodes: { id: string }[] } } | null;
      }>(
        world,
        `query ($filed: ID!, $sent: ID!, $case: ID!) { filed: attachment(id: $filed) { id } sent: attachment(id: $sent) { id } case(id: $case) { attachments(includeWithdrawn: true) { nodes { id } } } }`,
        { filed: filed.id, sent: sent.id, case: caseId },
        actor,
      );
      return { ...answer, case: answer.case?.attachments.nodes.map(({ id }) => id) ?? null };
    };
    expect(await seenBy(customer)).toEqual({ filed: null, sent: { id: sent.id }, case: [sent.id] });
    expect(await seenBy(caller('CUSTOMER', { customerId: someId('cust') }))).toEqual({
      ...{ filed: null, sent: null, case: null },
    });
    expect(await seenBy(caller('AGENT', { reach: 'SITE', siteId: someId('site') }))).toEqual({
      ...{ filed: null, sent: null, case: null },
    });
    await withdraw(sent.id);
    expect(await seenBy(customer)).toEqual({ filed: null, sent: null, case: [] });
  });

  it('of a case that is merged is read with the one that goes on for it, and so is what its customer said', async () => {
    const letter = await givenLetter(world, caseId);
    const { id } = await given({ interactionId: letter });
    const siteId = someId('site');
    const survivor = (await givenCase(world, { customerId, siteId })).id;
    const { mergeCases } = await ask<{ mergeCases: { __typename: string } }>(
      world,
      `mutation ($input: MergeCasesInput!) { mergeCases(input: $input) { __typename ... on UserError { message } } }`,
      { input: { mergedIds: [caseId], survivorId: survivor, reason: 'The same kettle' } },
    );
    expect(mergeCases.__typename).toBe('CasesMerged');
    const answer = await ask(
      world,
      `query ($id: ID!, $file: ID!) { attachment(id: $file) { case { id } }
         case(id: $id) { attachments { nodes { id } } timeline(kinds: [CONTACT_RECORDED]) { nodes { id } totalCount } } }`,
      { id: survivor, file: id },
      caller('AGENT', { reach: 'SITE', siteId }),
    );
    expect(answer).toEqual({
      attachment: { case: null },
      case: { attachments: { nodes: [{ id }] }, timeline: { nodes: [{ id: letter }], totalCount: 1 } },
    });
    const { url } = await ticketFor(world, { caseId: survivor, interactionId: letter, size: pdf().length });
    expect((await put(base, url, pdf())).status).toBe(201);
  });

  it('that is withdrawn leaves its record with the reason, and is handed out no more', async () => {
    const { id, download } = await given();
    expect(await withdraw(id, ' ')).toMatchObject({ __typename: 'InvalidInput' });
    expect(await withdraw(id)).toMatchObject({ __typename: 'AttachmentWithdrawn' });
    expect(await withdraw(id)).toEqual({
      ...{ __typename: 'AttachmentAlreadyWithdrawn', message: '"letter.pdf" was withdrawn before.' },
    });
    expect((await get(download?.url ?? '')).status).toBe(410);
    const { case: about } = await ask<{ case: Record<string, { nodes: unknown[] }> }>(
      world,
      `query ($id: ID!) { case(id: $id) { standing: attachments { nodes { id } } all: attachments(includeWithdrawn: true) { nodes { id withdrawal { reason } download { url } } }
         timeline(orderBy: OLDEST_FIRST, kinds: [ATTACHMENT_ADDED, ATTACHMENT_WITHDRAWN]) { nodes { __typename ... on AttachmentAddedEntry { attachment { id } } ... on AttachmentWithdrawnEntry { attachment { id } reason } } } } }`,
      { id: caseId },
    );
    expect(about['standing']?.nodes).toEqual([]);
    expect(about['all']?.nodes).toMatchObject([{ id, withdrawal: { reason: 'Of another customer' }, download: null }]);
    expect(about['timeline']?.nodes).toEqual(
      expect.arrayContaining([
        { __typename: 'AttachmentAddedEntry', attachment: { id } },
        { __typename: 'AttachmentWithdrawnEntry', attachment: { id }, reason: 'Of another customer' },
      ]),
    );
    expect(await eventsAbout(world, id)).toEqual(['courtesy.attachment.added.v1', 'courtesy.attachment.withdrawn.v1']);
  });

  it('cannot be changed or removed by the service, and neither can its content', async () => {
    await given();
    const { manager: database } = world.service.database;
    for (const table of ['attachments', 'attachment_withdrawals', 'attachment_chunks']) {
      await expect(database.query(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
      const column = table === 'attachment_chunks' ? 'number' : 'id';
      await expect(database.query(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toThrow(/permission denied/);
    }
  });
});
