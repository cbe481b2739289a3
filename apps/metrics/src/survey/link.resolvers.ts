import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ResourceHost } from '@courtesy/subgraph';
import { htmlOf, pageOf } from './link-page.ts';
import type { SurveySaid } from './response.ts';
import { answerByTicket, openTicket, type TicketOutcome } from './ticket.commands.ts';

type TicketRequest = FastifyRequest<{ Params: { ticket: string } }>;

/** The most bytes that an answer may have. */
const MAX_BYTES = 32_768;

const refuse = (status: number, message: string) => Object.assign(new Error(message), { statusCode: status });

const noTicket = () => refuse(404, 'There is no such link, or its time is over.');

/** A page that nobody keeps, frames or runs anything in. */
const HEADERS = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const messages: Readonly<Record<TicketOutcome['type'], readonly [status: number, message: string | null]>> = {
  SurveyAnswered: [201, 'Thank you. Your answer is on record.'],
  SurveyAnswerCorrected: [200, 'Thank you. Your answer was changed.'],
  TooLateToCorrect: [409, 'Your answer is on record and can be changed no more.'],
  SurveyInvitationClosed: [410, 'The time to answer is over.'],
  InvalidInput: [400, null],
};

/** A person's browser is shown a page; whoever asks for JSON, such as the organisation's own site, gets that. */
async function show(
  { req, reply, host }: { readonly req: TicketRequest; readonly reply: FastifyReply; readonly host: ResourceHost },
  message: string | null,
): Promise<unknown> {
  const opened = await openTicket(host, req.params.ticket);
  if (!opened) throw noTicket();
  const page = pageOf(opened, { at: host.now(), message });
  reply.headers(HEADERS);
  if (req.headers.accept?.includes('application/json')) return reply.send(page);
  return reply.type('text/html; charset=utf-8').send(htmlOf(page));
}

/** What was sent: a form's fields, or JSON. What is no number is no score. */
function saidIn({ body, headers }: TicketRequest): SurveySaid {
  const text = typeof body === 'string' ? body : '';
  if (!headers['content-type']?.startsWith('application/json')) {
    const fields = new URLSearchParams(text);
    const score = fields.get('score');
    return { score: score === null || score === '' ? NaN : Number(score), words: fields.get('words') };
  }
  try {
    const { score, words } = JSON.parse(text) as { readonly score?: unknown; readonly words?: unknown };
    return { score: typeof score === 'number' ? score : NaN, words: typeof words === 'string' ? words : null };
  } catch {
    throw refuse(400, 'The body is no JSON.');
  }
}

async function answer(req: TicketRequest, reply: FastifyReply, host: ResourceHost): Promise<unknown> {
  const outcome = await answerByTicket(host, req.params.ticket, saidIn(req));
  if (!outcome) throw noTicket();
  const [status, message] = messages[outcome.type];
  const problems =
    outcome.type === 'InvalidInput' ? outcome.problems.map((each) => `${each.path} ${each.message}.`).join(' ') : null;
  reply.code(status);
  return show({ req, reply, host }, message ?? problems);
}

/** How a customer answers by a link: `GET` and `POST /surveys/<ticket>`. Whoever has a ticket needs no token; nothing else is served here. */
export function surveyRoutes(app: FastifyInstance, host: ResourceHost): void {
  app.removeAllContentTypeParsers();
  const types = ['application/x-www-form-urlencoded', 'application/json'];
  app.addContentTypeParser(types, { parseAs: 'string', bodyLimit: MAX_BYTES }, (_req, body, done) => done(null, body));
  app.get('/surveys/:ticket', (req: TicketRequest, reply) => show({ req, reply, host }, null));
  app.post('/surveys/:ticket', (req: TicketRequest, reply) => answer(req, reply, host));
}
