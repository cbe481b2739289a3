import { setTimeout as delay } from 'node:timers/promises';
import { startGraph, type GraphOptions, type GraphWorld } from './graph-world.ts';
import { startMailServers, type MailServers } from './mail-servers.ts';

/** The address of the service in these stories. */
export const OURS = 'service@shop.example';

/** Looks again until something is so. */
export async function until<T>(look: () => Promise<T | null | undefined | false>, what: string): Promise<T> {
  for (let tried = 0; tried < 400; tried += 1) {
    const found = await look();
    if (found) return found;
    await delay(50);
  }
  throw new Error(`It never came to this: ${what}`);
}

/** What is seen of one e-mail. */
export interface Email {
  readonly id: string;
  readonly direction: string;
  readonly state: string;
  readonly messageId: string;
  readonly text: string;
  readonly quotedText: string;
  readonly html: string | null;
  readonly automaticReason: string | null;
  readonly lastError: string | null;
}
/** What is seen of a case that mail is about. */
export interface SeenCase {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly subject: string;
  readonly customer: { id: string; displayName: string | null } | null;
  readonly emails: { nodes: Email[] };
  readonly interactions: { nodes: { channel: string; direction: string; body: string }[] };
}
const CASE = `id reference status subject customer { id displayName }
  emails(first: 50) { nodes { id direction state messageId text quotedText html automaticReason lastError } }
  interactions(first: 50) { nodes { channel direction body } }`;

/** A message as it comes over the wire. */
export const message = (headers: Record<string, string>, body: string): string =>
  [...Object.entries({ To: OURS, ...headers }).map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');

/** A graph whose cases service sends and reads mail. */
export interface MailStory {
  readonly mail: MailServers;
  readonly graph: GraphWorld;
  casesAbout(subject: string): Promise<SeenCase[]>;
  /** Waits for the first case about something of which this is so. */
  caseAbout(subject: string, isSo?: (seen: SeenCase) => boolean): Promise<SeenCase>;
  reply(caseId: string, input: Record<string, unknown>): Promise<Email>;
  /** Runs a mutation whose input is written out, and returns what came of it. */
  change(verb: string, input: string): Promise<string | undefined>;
  close(): Promise<void>;
}

const SEND = `mutation ($input: SendEmailInput!) { sendEmail(input: $input) { __typename ... on UserError { message } ... on EmailQueued { email { id messageId } } } }`;

/** Starts the servers and the graph. */
export async function startMailStory(options: Pick<GraphOptions, 'log'> = {}): Promise<MailStory> {
  const mail = await startMailServers();
  const urls = { MAIL_SMTP_URL: mail.smtpUrl, MAIL_IMAP_URL: mail.imapUrl };
  const graph = await startGraph({
    ...options,
    settings: { cases: { ...urls, MAIL_FROM: OURS, MAIL_MAILBOX: 'INBOX', MAIL_ACKNOWLEDGE: true } },
  });
  const casesAbout = async (subject: string) => {
    const query = `query ($subject: String!) { cases(first: 50, orderBy: OLDEST_FIRST, where: { subject: { contains: $subject } }) { nodes { ${CASE} } } }`;
    const { data, errors } = await graph.ask<{ cases: { nodes: SeenCase[] } }>(query, { subject });
    if (errors) throw new Error(JSON.stringify(errors));
    return data.cases.nodes;
  };
  return {
    ...{ mail, graph, casesAbout },
    caseAbout: (subject, isSo = () => true) =>
      until(async () => (await casesAbout(subject)).find(isSo), `a case about ${subject}`),
    reply: async (caseId, input) => {
      const { data } = await graph.ask<{ sendEmail: { email: Email; message?: string } }>(SEND, {
        input: { caseId, ...input },
      });
      if (!data.sendEmail.email) throw new Error(data.sendEmail.message);
      return data.sendEmail.email;
    },
    change: async (verb, input) => {
      const { data } = await graph.ask<Record<string, { __typename: string }>>(
        `mutation { ${verb}(input: { ${input} }) { __typename } }`,
      );
      return data[verb]?.__typename;
    },
    close: async () => {
      await graph.close();
      await mail.close();
    },
  };
}
