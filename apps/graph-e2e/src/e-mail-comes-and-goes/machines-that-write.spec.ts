import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { message, OURS, startMailStory, until, type Email, type MailStory } from '../../test/mail-story.ts';

let story: MailStory;
beforeAll(async () => {
  story = await startMailStory();
}, 60_000);
afterAll(() => story?.close());

describe('machines that write', () => {
  const unfiled = async () => {
    const { data } = await story.graph.ask<{
      unfiledEmails: { nodes: { subject: string; automaticReason: string; state: string }[] };
    }>(`{ unfiledEmails(first: 100) { nodes { subject automaticReason state } } }`);
    return data.unfiledEmails.nodes;
  };

  it('open no case and get no answer', async () => {
    const out = {
      From: 'carl@away.example',
      Subject: 'Out of office',
      'Message-ID': '<o1@away.example>',
      'Auto-Submitted': 'auto-replied',
    };
    story.mail.arrive(message(out, 'I am away.'));
    const seen = await until(async () => (await unfiled()).find(({ subject }) => subject === 'Out of office'), 'kept');
    expect(seen.automaticReason).toBe('Auto-Submitted: auto-replied');
    expect(await story.casesAbout('Out of office')).toEqual([]);
    expect(story.mail.delivered.filter(({ to }) => to.includes('carl@away.example'))).toEqual([]);
  });

  it('that answer each other end after one word: what is automatic moves no clock and takes up nothing', async () => {
    story.mail.arrive(
      message({ From: 'loop@bot.example', Subject: 'Ping', 'Message-ID': '<l0@bot.example>' }, 'Ping?'),
    );
    const opened = await story.caseAbout('Ping', ({ emails }) => emails.nodes.some(({ state }) => state === 'SENT'));
    await story.change('resolveCase', `caseId: "${opened.id}", outcome: EXPLANATION`);
    const ours = opened.emails.nodes.find(({ direction }) => direction === 'OUTBOUND');
    for (const n of [1, 2, 3]) {
      const headers = {
        From: 'loop@bot.example',
        Subject: 'Re: Ping',
        'Message-ID': `<l${n}@bot.example>`,
        Precedence: 'bulk',
      };
      story.mail.arrive(message({ ...headers, 'In-Reply-To': ours?.messageId ?? '' }, `Pong ${n}`));
    }
    const after = await story.caseAbout(
      'Ping',
      ({ emails }) => emails.nodes.filter(({ direction }) => direction === 'INBOUND').length === 4,
    );
    expect(after.status).toBe('RESOLVED');
    expect(story.mail.delivered.filter(({ to }) => to.includes('loop@bot.example'))).toHaveLength(1);
  });
});

describe('mail that does not arrive', () => {
  it('marks the address, with what the server said', async () => {
    story.mail.arrive(
      message({ From: 'dora@gone.example', Subject: 'One question', 'Message-ID': '<d1@gone.example>' }, 'How much?'),
    );
    const { id, customer } = await story.caseAbout('One question');
    const sent = await story.reply(id, { to: 'dora@gone.example', text: 'Ten pounds.' });
    await story.caseAbout('One question', ({ emails }) =>
      emails.nodes.some((each) => each.id === sent.id && each.state === 'SENT'),
    );
    story.mail.arrive(
      [
        'From: MAILER-DAEMON@gone.example',
        `To: ${OURS}`,
        'Subject: Undelivered',
        'Message-ID: <n1@gone.example>',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'It could not be delivered.',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; gone.example',
        '',
        'Final-Recipient: rfc822; dora@gone.example',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 No such user',
        '--b',
        'Content-Type: text/rfc822-headers',
        '',
        `Message-ID: ${sent.messageId}`,
        '--b--',
      ].join('\r\n'),
    );
    const bounced = await story.caseAbout('One question', ({ emails }) =>
      emails.nodes.some(({ state }) => state === 'BOUNCED'),
    );
    expect(bounced.emails.nodes.find(({ state }) => state === 'BOUNCED')?.lastError).toBe(
      '5.1.1 550 5.1.1 No such user',
    );
    const query = `query ($id: ID!) { customer(id: $id) { contactPoints { nodes { value bouncedAt bounceReason } } } }`;
    const marked = await until(async () => {
      const { data } = await story.graph.ask<{
        customer: { contactPoints: { nodes: { bouncedAt: string | null }[] } };
      }>(query, { id: customer?.id });
      return data.customer.contactPoints.nodes.find(({ bouncedAt }) => bouncedAt !== null);
    }, 'the contact point is marked');
    expect(marked).toMatchObject({ value: 'dora@gone.example', bounceReason: '5.1.1 550 5.1.1 No such user' });
  });

  it('is tried again when the server says so, and not when it says never', async () => {
    const [{ id } = { id: '' }] = await story.casesAbout('One question');
    story.mail.refuse = (recipient) =>
      recipient.startsWith('never')
        ? { code: 550, message: 'No such user' }
        : recipient.startsWith('later')
          ? { code: 451, message: 'Not now' }
          : undefined;
    const [never, later] = [
      await story.reply(id, { to: 'never@gone.example', text: 'Hello?' }),
      await story.reply(id, { to: 'later@gone.example', text: 'Hello?' }),
    ];
    const stateOf = async (of: Email) =>
      (await story.casesAbout('One question'))[0]?.emails.nodes.find((each) => each.id === of.id);
    const failed = await until(async () => (await stateOf(never))?.state === 'FAILED' && stateOf(never), 'it failed');
    expect(failed?.lastError).toContain('No such user');
    const waiting = await until(
      async () => Boolean((await stateOf(later))?.lastError) && stateOf(later),
      'it was tried',
    );
    expect(waiting?.state).toBe('QUEUED');
    story.mail.refuse = () => undefined;
    expect(await story.change('retryEmail', `emailId: "${never.id}"`)).toBe('EmailRetried');
    await until(async () => (await stateOf(never))?.state === 'SENT', 'it went out');
  });
});

describe('what comes in', () => {
  it('comes in once, though the service was stopped and the message lies there twice', async () => {
    const twice = message(
      { From: 'fay@home.example', Subject: 'Only once', 'Message-ID': '<f1@home.example>' },
      'Once.',
    );
    story.mail.arrive(twice);
    await story.caseAbout('Only once');
    await story.graph.services['cases']?.stop();
    story.mail.arrive(twice);
    story.mail.arrive(
      message({ From: 'fay@home.example', Subject: 'Only once more', 'Message-ID': '<f2@home.example>' }, 'Twice.'),
    );
    await story.graph.services['cases']?.start();
    await story.caseAbout('Only once more');
    expect((await story.casesAbout('Only once')).map(({ subject }) => subject)).toEqual([
      'Only once',
      'Only once more',
    ]);
  });

  it('is kept whatever it is: bytes that are no message stop nothing and are not lost', async () => {
    const junk = fc.sample(fc.string({ minLength: 1, maxLength: 400, unit: 'binary' }), { numRuns: 15, seed: 7 });
    for (const each of junk) story.mail.arrive(each.replaceAll('\0', '?'));
    story.mail.arrive(
      message(
        { From: 'gus@home.example', Subject: 'After the noise', 'Message-ID': '<g1@home.example>' },
        'Still there?',
      ),
    );
    await story.caseAbout('After the noise');
    const { database } = story.graph.services['cases'] ?? {};
    expect(database).toBeDefined();
    const [row] = (await story.graph.services['cases']
      ?.running()
      ?.database.manager.query(`SELECT count(*)::integer AS kept FROM mail_sources`)) as { kept: number }[];
    expect(row?.kept).toBeGreaterThanOrEqual(new Set(junk).size);
  });
});
