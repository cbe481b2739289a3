import { describe, expect, it } from '@jest/globals';
import { parseConfig } from './config.ts';
import { mailFaultOf, mailTries, openMailExit, sendsMail, smtpConfig } from './smtp.ts';

describe('whether a deployment sends mail', () => {
  const given = { MAIL_SMTP_URL: 'smtps://user:password@smtp.example.org', MAIL_FROM: 'service@example.org' };
  const sends = (environment: Record<string, string>) => sendsMail(parseConfig(smtpConfig, environment));

  it('is yes when both the server and the address are given, and an empty variable gives nothing', () => {
    expect([given, { ...given, MAIL_FROM: '' }, { MAIL_SMTP_URL: '', MAIL_FROM: '' }, {}].map(sends)).toEqual([
      ...[true, false, false, false],
    ]);
    expect(() => sends({ ...given, MAIL_SMTP_URL: 'http://example.org' })).toThrow(/MAIL_SMTP_URL/);
  });
});

describe('why a message did not go out', () => {
  const fromServer = (responseCode: number) => Object.assign(new Error('No'), { responseCode, command: 'RCPT TO' });

  it('is told by what the server said, and only what it said for good is not tried again', () => {
    const faults = [421, 450, 550, 554].map((code) => mailFaultOf(fromServer(code)));
    expect(faults).toEqual(['NOT_NOW', 'NOT_NOW', 'REFUSED', 'REFUSED']);
    const again = [fromServer(450), fromServer(550), new Error('no PDF')].map((error) => mailTries.isForNow?.(error));
    expect(again).toEqual([true, false, true]);
  });

  it('is that nobody answered, where there is no server, and our own fault where we never came to ask', async () => {
    // Nothing ever listens on port 1 of this machine.
    const exit = openMailExit({ MAIL_SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'reports@example.org' });
    const sending = exit?.transport.sendMail({ from: exit.from, to: 'board@example.org', text: 'Hello' });
    const error: unknown = await sending?.catch((thrown: unknown) => thrown);
    exit?.transport.close();
    expect([mailFaultOf(error), mailFaultOf(new Error('no PDF')), mailFaultOf(undefined)]).toEqual([
      ...['NO_ANSWER', 'OURS', 'OURS'],
    ]);
  });
});
