import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { message, startMailStory, type MailStory } from '../../test/mail-story.ts';

let story: MailStory;
beforeAll(async () => {
  story = await startMailStory();
}, 60_000);
afterAll(() => story?.close());

describe('a conversation by e-mail', () => {
  it('is one case: the question, the answer that a server took, and what the customer says to it', async () => {
    story.mail.arrive(
      message(
        { From: 'Ann Archer <ann@home.example>', Subject: 'The kettle leaks', 'Message-ID': '<q1@home.example>' },
        'Good morning,\n\nmy kettle leaks.',
      ),
    );
    const asked = await story.caseAbout('The kettle leaks', ({ emails }) =>
      emails.nodes.some(({ state }) => state === 'SENT'),
    );
    expect(asked).toMatchObject({ status: 'NEW', customer: { displayName: 'Ann Archer' } });
    const acknowledged = story.mail.delivered.find(({ to }) => to.includes('ann@home.example'));
    expect(acknowledged?.source).toMatch(/^Auto-Submitted: auto-replied/im);

    const question = asked.emails.nodes.find(({ direction }) => direction === 'INBOUND');
    const answer = await story.reply(asked.id, {
      to: 'ann@home.example',
      text: 'We send you a new one.',
      inReplyToId: question?.id,
    });
    const answered = await story.caseAbout('The kettle leaks', ({ emails }) =>
      emails.nodes.some(({ id, state }) => id === answer.id && state === 'SENT'),
    );
    const sent = story.mail.delivered.find(({ source }) => source.includes('We send you a new one.'))?.source ?? '';
    expect(sent).toContain(`Subject: [${answered.reference}] The kettle leaks`);
    expect(sent).toContain('In-Reply-To: <q1@home.example>');

    await story.change('resolveCase', `caseId: "${asked.id}", outcome: RELIEF`);
    story.mail.arrive(
      message(
        {
          ...{ From: 'ann@home.example', Subject: 'Re: The kettle leaks', 'Message-ID': '<q2@home.example>' },
          ...{ 'In-Reply-To': answer.messageId, References: `<q1@home.example> ${answer.messageId}` },
        },
        'It leaks as well!\n\nOn Mon, 2 Mar 2026 at 10:00, Service <service@shop.example> wrote:\n> We send you a new one.',
      ),
    );
    const again = await story.caseAbout('The kettle leaks', ({ status }) => status === 'OPEN');
    expect(again.id).toBe(asked.id);
    expect(again.emails.nodes.at(-1)).toMatchObject({
      ...{ direction: 'INBOUND', text: 'It leaks as well!', automaticReason: null },
      quotedText: expect.stringContaining('We send you a new one.'),
    });
    expect(again.interactions.nodes.filter(({ body }) => /my kettle leaks|new one|as well/.test(body))).toHaveLength(3);
  });

  it('finds its case by the reference in the subject, for those who wrote about it before, and for nobody else', async () => {
    const [known] = await story.casesAbout('The kettle leaks');
    const subject = `About [${known?.reference}]`;
    story.mail.arrive(
      message({ From: 'ann@home.example', Subject: subject, 'Message-ID': '<q3@home.example>' }, 'Also the lid.'),
    );
    await story.caseAbout('The kettle leaks', ({ emails }) =>
      emails.nodes.some(({ text }) => text === 'Also the lid.'),
    );
    story.mail.arrive(
      message({ From: 'eve@else.example', Subject: subject, 'Message-ID': '<e1@else.example>' }, 'Tell me all.'),
    );
    const other = await story.caseAbout(subject);
    expect(other.id).not.toBe(known?.id);
  });

  it('goes on in a new case when the old one has ended for good', async () => {
    const [known] = await story.casesAbout('The kettle leaks');
    await story.change('resolveCase', `caseId: "${known?.id}", outcome: RELIEF`);
    await story.change('closeCase', `caseId: "${known?.id}", override: { reason: "All said" }`);
    story.mail.arrive(
      message(
        {
          From: 'ann@home.example',
          Subject: 'Re: kettle',
          'Message-ID': '<q4@home.example>',
          'In-Reply-To': '<q2@home.example>',
        },
        'And now the new one leaks too.',
      ),
    );
    const next = await story.caseAbout(`Goes on after ${known?.reference}`);
    expect(next.customer?.id).toBe(known?.customer?.id);
  });

  it('shows no script, picture or form that came with it', async () => {
    const html =
      '<p onclick="x()">Hello <b>you</b></p><script>steal()</script><img src="https://spy.example/1.gif"><form></form>';
    const headers = {
      From: 'bob@home.example',
      Subject: 'In colour',
      'Message-ID': '<b1@home.example>',
      'Content-Type': 'text/html',
    };
    story.mail.arrive(message(headers, html));
    const { emails } = await story.caseAbout('In colour');
    expect(emails.nodes[0]).toMatchObject({ html: '<p>Hello <b>you</b></p>', text: 'Hello you' });
  });
});
