import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  attachmentOf,
  givenAttachment,
  givenLetter,
  officeFile,
  pdf,
  png,
  put,
  sha256Of,
  ticketFor,
} from '../../test/attachment-stories.ts';
import { ask, clock, eventsAbout, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
let base: string;
let caseId: string;
const customerId = someId('cust');
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
describe('a file that is uploaded', () => {
  it('is an attachment of its case, hashed, and comes back byte by byte to be saved and never run', async () => {
    const content = pdf(1_300_000);
    const attachment = await given(
      { fileName: 'Brief für „Ana“.pdf', sha256: sha256Of(content).toUpperCase() },
      content,
    );
    expect(attachment).toMatchObject({
      ...{ fileName: 'Brief für „Ana“.pdf', mediaType: 'application/pdf', size: content.length },
      ...{ sha256: sha256Of(content), interaction: null, withdrawal: null },
      download: { expiresAt: '2026-03-02T10:05:00.000Z' },
    });
    const answer = await get(attachment.download?.url ?? '');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="Brief f_r _Ana_.pdf"; filename*=UTF-8''Brief%20f%C3%BCr%20%E2%80%9EAna%E2%80%9C.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(sha256Of(Buffer.from(await answer.arrayBuffer()))).toBe(sha256Of(content));
    expect(await eventsAbout(world, attachment.id)).toEqual(['courtesy.attachment.added.v1']);
  });

  it('is taken once for one ticket, however many come at the same time', async () => {
    const { url } = await ticketFor(world, { caseId, size: pdf().length });
    const answers = await Promise.all([1, 2, 3].map(() => put(base, url, pdf())));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410]);
    const { case: about } = await ask<{ case: { attachments: { totalCount: number } } }>(
      world,
      `query ($id: ID!) { case(id: $id) { attachments { totalCount } } }`,
      { id: caseId },
    );
    expect(about.attachments.totalCount).toBe(1);
  });

  it('is refused without a ticket, and when its time is over', async () => {
    const ticket = await ticketFor(world, { caseId, size: pdf().length });
    const { url, expiresAt } = ticket;
    const id = attachmentOf(ticket);
    for (const guessed of ['guessed', id, `${id}.`, `${id}.${'A'.repeat(43)}`])
      expect((await put(base, `http://x/attachments/${guessed}`, pdf())).status).toBe(404);
    clock.set(expiresAt);
    expect((await put(base, url, pdf())).status).toBe(410);
  });

  it.each([
    ['longer than announced', 413, { size: pdf().length - 1 }, pdf()],
    ['shorter than announced', 422, { size: pdf().length + 1 }, pdf()],
    ['not what it hashes to', 422, { size: pdf().length, sha256: sha256Of(png) }, pdf()],
    ['not of the type announced', 415, { size: png.length }, png],
    ['of no known type', 415, { size: 4 }, Buffer.from('What')],
    ['binary, announced as text', 415, { size: png.length, mediaType: 'text/plain' }, png],
    ['a PDF, announced as text', 415, { size: 8, mediaType: 'text/plain' }, Buffer.from('%PDF-1.7')],
    ['no UTF-8, announced as text', 415, { size: 2, mediaType: 'text/plain' }, Buffer.from([0x41, 0xff])],
    ['text with a NUL in it', 415, { size: 3, mediaType: 'text/plain' }, Buffer.from('A\0B')],
    ['text that ends within a character', 415, { size: 2, mediaType: 'text/plain' }, Buffer.from([0x41, 0xc3])],
  ])('that is %s is refused with %i, and nothing of it is kept', async (_, status, input, content) => {
    const ticket = await ticketFor(world, { caseId, ...input });
    expect((await put(base, ticket.url, content)).status).toBe(status);
    const { attachment } = await ask<{ attachment: unknown }>(
      world,
      `query ($id: ID!) { attachment(id: $id) { id } }`,
      {
        id: attachmentOf(ticket),
      },
    );
    expect(attachment).toBeNull();
    const kept = await world.service.database.manager.query<unknown[]>(
      `SELECT 1 FROM upload_chunks WHERE attachment_id = $1 UNION ALL SELECT 1 FROM attachment_chunks WHERE attachment_id = $1`,
      [attachmentOf(ticket)],
    );
    expect(kept).toEqual([]);
  });

  it('whose length nobody said beforehand is cut off at the first byte beyond the limit', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (stream) => {
        sent += 1;
        if (sent > 1000) stream.close();
        else stream.enqueue(pdf(64 * 1024));
      },
    });
    const { url } = await ticketFor(world, { caseId, size: 100_000 });
    const answer = await put(base, url, endless).catch(() => ({ status: 'cut off' }));
    expect([413, 'cut off']).toContain(answer.status);
    expect(sent).toBeLessThan(1000);
  });

  it('that says another type or length in its head costs no ticket', async () => {
    const { url } = await ticketFor(world, { caseId, size: pdf().length });
    expect((await put(base, url, png, { 'content-type': 'image/png' })).status).toBe(415);
    expect((await put(base, url, pdf(1))).status).toBe(413);
    expect((await put(base, url, pdf(), { 'content-type': 'application/pdf' })).status).toBe(201);
  });

  it('may be text, in any words and to any length', async () => {
    const text = Buffer.from('BM: Grüße\n'.repeat(100_000));
    await given({ mediaType: 'text/plain', fileName: 'notes.txt', size: text.length }, text);
  });
});

describe('an office file', () => {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

  it('is known by what is inside it, and refused with macros or as any archive', async () => {
    const plain = officeFile(`${type}.main+xml`);
    await given({ mediaType: type, fileName: 'letter.docx' }, plain);
    const macros = officeFile('application/vnd.ms-word.document.macroEnabled.main+xml');
    for (const content of [macros, officeFile(null)]) {
      const { url } = await ticketFor(world, { caseId, mediaType: type, size: content.length });
      expect((await put(base, url, content)).status).toBe(415);
    }
  });
});

describe('a ticket', () => {
  it('is refused for a file that names none, of a type that may run, of no size, or with no hash', async () => {
    const { problems } = await ticketFor(world, {
      ...{ caseId, fileName: '../..', mediaType: 'text/html', size: 26_214_401, sha256: 'abc' },
    });
    expect(problems?.map(({ path }) => path)).toEqual(['fileName', 'mediaType', 'size', 'sha256']);
  });

  it('keeps of a name nothing that is a folder', async () => {
    expect(await given({ fileName: 'C:\\fakepath\\..\\letter.pdf' })).toMatchObject({ fileName: 'letter.pdf' });
    expect(await given({ fileName: '../../etc/passwd' })).toMatchObject({ fileName: 'passwd' });
  });

  it('is given for a case that one sees, and a contact of that case', async () => {
    const stranger = caller('AGENT', { reach: 'SITE', siteId: someId('site') });
    expect(await ticketFor(world, { caseId, size: 1 }, stranger)).toMatchObject({ __typename: 'NotFound' });
    const contact = await givenLetter(world, caseId);
    const other = (await givenCase(world)).id;
    expect(await ticketFor(world, { caseId: other, interactionId: contact, size: 1 })).toMatchObject({
      __typename: 'NotFound',
    });
  });

  it('to download that was altered or is too old opens nothing', async () => {
    const one = (await given()).download?.url ?? '';
    const other = await given();
    const forged = one.replace(/att_[^.]+/, other.id);
    expect((await get(forged)).status).toBe(404);
    const { url } = await ticketFor(world, { caseId, size: 1 });
    expect((await get(url)).status).toBe(404);
    expect((await put(base, one, pdf())).status).toBe(404);
    clock.set('2026-03-02T10:05:00Z');
    expect((await get(one)).status).toBe(410);
  });
});

describe('tickets that expired long ago', () => {
  it('are forgotten with what uploads that broke off have left', async () => {
    const attachmentId = attachmentOf(await ticketFor(world, { caseId, size: 1 }));
    const { manager: database } = world.service.database;
    await database.query(`INSERT INTO upload_chunks VALUES ($1, 0, 'x')`, [attachmentId]);
    clock.set('2026-03-03T10:09:00Z');
    await ticketFor(world, { caseId, size: 1 });
    const left = () =>
      database.query<unknown[]>(
        `SELECT id FROM attachment_tickets WHERE id = $1 UNION ALL SELECT attachment_id FROM upload_chunks WHERE attachment_id = $1`,
        [attachmentId],
      );
    expect(await left()).toHaveLength(2);
    clock.set('2026-03-05T10:00:00Z');
    for (let i = 0; i < 5; i += 1) await ticketFor(world, { caseId, size: 1 });
    expect(await left()).toEqual([]);
  });
});
