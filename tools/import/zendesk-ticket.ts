import type { CasePriority, CaseType, Channel, HistoricInteractionInput } from '@courtesy/graph-types/cases';
import type { ContactPointInput, RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import type { UnplacedCase } from './graph-inputs.ts';
import type { ZendeskRecord } from './zendesk-records.ts';
import { instantOf } from './written-date.ts';

/** Zendesk as a source of external references. */
export const ZENDESK = 'zendesk';
/** Zendesk's organisations, whose numbers may be those of users. */
export const ZENDESK_ORGANISATION = 'zendesk-organization';

/** Thrown by what reads a record that cannot be taken. */
export class BadRecord extends Error {}

/** A field of a record as text; '' when absent. `via.channel` and `via_channel` are one field. */
export function fieldOf(record: ZendeskRecord, name: string): string {
  const [outer = '', inner] = name.split('.');
  const nested = inner ? (record[outer] as ZendeskRecord | undefined)?.[inner] : undefined;
  const value = nested ?? record[name.replace('.', '_')];
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

const isTrue = (text: string) => text.toLowerCase() === 'true';
const noDays = () => new Date(NaN);

function momentOf(record: ZendeskRecord, name: string): Date | null {
  const text = fieldOf(record, name);
  if (text === '') return null;
  const at = instantOf(text, 'ISO', noDays);
  if (!at || Number.isNaN(at.getTime())) throw new BadRecord(`${name} "${text}" is no instant`);
  return at;
}

function idOf(record: ZendeskRecord): string {
  const id = fieldOf(record, 'id');
  if (id === '') throw new BadRecord('it has no id');
  return id;
}

/** A user as a customer. */
export function customerOfUser(user: ZendeskRecord, now: Date): RegisterCustomersItemInput {
  const contactPoints: ContactPointInput[] = [];
  const email = fieldOf(user, 'email');
  const phone = fieldOf(user, 'phone');
  if (email) contactPoints.push({ kind: 'EMAIL', value: email });
  if (phone) contactPoints.push({ kind: 'PHONE', value: phone });
  return {
    ...{ kind: 'PERSON', displayName: fieldOf(user, 'name') || undefined, contactPoints },
    preferredLanguage: fieldOf(user, 'locale') || undefined,
    externalIdentity: { source: ZENDESK, id: idOf(user) },
    registeredAt: momentOf(user, 'created_at') ?? now,
  };
}

/** An organisation as a customer. */
export const customerOfOrganisation = (organisation: ZendeskRecord, now: Date): RegisterCustomersItemInput => ({
  ...{ kind: 'ORGANISATION', displayName: fieldOf(organisation, 'name') || undefined },
  externalIdentity: { source: ZENDESK_ORGANISATION, id: idOf(organisation) },
  registeredAt: momentOf(organisation, 'created_at') ?? now,
});

const types: Readonly<Record<string, CaseType>> = {
  ...{ '': 'ENQUIRY', question: 'ENQUIRY', incident: 'INCIDENT', problem: 'INCIDENT', task: 'REQUEST' },
};
const priorities: Readonly<Record<string, CasePriority>> = {
  ...{ '': 'NORMAL', low: 'LOW', normal: 'NORMAL', high: 'HIGH', urgent: 'URGENT' },
};
const channels: Readonly<Record<string, Channel>> = {
  ...{ '': 'PORTAL', web: 'PORTAL', web_service: 'PORTAL', api: 'PORTAL', mobile: 'PORTAL', mobile_sdk: 'PORTAL' },
  ...{ web_widget: 'PORTAL', help_center: 'PORTAL', email: 'EMAIL', voice: 'PHONE', phone: 'PHONE', sms: 'SMS' },
  ...{ chat: 'CHAT', native_messaging: 'CHAT', whatsapp: 'CHAT', facebook: 'SOCIAL', twitter: 'SOCIAL' },
};

function oneOf<Word>(record: ZendeskRecord, field: string, known: Readonly<Record<string, Word>>): Word {
  const word = fieldOf(record, field).toLowerCase();
  const found = Object.hasOwn(known, word) ? known[word] : undefined;
  if (found === undefined) throw new BadRecord(`${field} "${word}" is not known`);
  return found;
}

/** A ticket with what belongs to it. */
export interface TicketContext {
  readonly comments: readonly ZendeskRecord[];
  /** When its status last became solved or closed, as its history says; null when it does not. */
  readonly solvedAt: Date | null;
}

/** A ticket as a case, the requester who brought it, and the private comments, which no customer may come to see. */
export interface ReadTicket {
  readonly requesterId: string;
  readonly case: UnplacedCase;
  readonly withheld: readonly ZendeskRecord[];
  /** A status of which a case that begins elsewhere cannot be: it is new in the graph. */
  readonly waiting: string | null;
}

function contactOf(comment: ZendeskRecord, requesterId: string, channel: Channel): HistoricInteractionInput[] {
  const occurredAt = momentOf(comment, 'created_at') ?? momentOf(comment, 'created');
  const body = fieldOf(comment, 'plain_body') || fieldOf(comment, 'body');
  if (!occurredAt || body === '') return [];
  const author = fieldOf(comment, 'author_id') || fieldOf(comment, 'user_id');
  const direction = author === requesterId ? 'INBOUND' : 'OUTBOUND';
  return [{ externalId: idOf(comment), channel, direction, occurredAt, body }];
}

const STATUSES = ['', 'new', 'open', 'pending', 'hold', 'solved', 'closed'];

/** Reads a ticket as a case. @throws BadRecord */
export function caseOfTicket(ticket: ZendeskRecord, { comments, solvedAt }: TicketContext): ReadTicket {
  const id = idOf(ticket);
  const status = fieldOf(ticket, 'status').toLowerCase();
  if (status === 'deleted') throw new BadRecord('it was deleted in Zendesk');
  if (!STATUSES.includes(status)) throw new BadRecord(`status "${status}" is not known`);
  const requesterId = fieldOf(ticket, 'requester_id');
  if (requesterId === '') throw new BadRecord('it has no requester_id');
  const openedAt = momentOf(ticket, 'created_at');
  if (!openedAt) throw new BadRecord('it has no created_at');
  const channel = oneOf(ticket, 'via.channel', channels);
  const description = fieldOf(ticket, 'description');
  const isSolved = status === 'solved' || status === 'closed';
  const solved = isSolved ? (momentOf(ticket, 'solved_at') ?? solvedAt ?? momentOf(ticket, 'updated_at')) : null;
  const open = comments.filter((comment) => fieldOf(comment, 'public') === '' || isTrue(fieldOf(comment, 'public')));
  const spoken = open.flatMap((comment) => contactOf(comment, requesterId, channel));
  // Zendesk's first comment is the description; a table of tickets without their comments has the description alone.
  const first: HistoricInteractionInput = {
    ...{ externalId: `${id}/description`, channel, direction: 'INBOUND', occurredAt: openedAt, body: description },
  };
  const isKnown = description === '' || spoken.some(({ body }) => body === description);
  return {
    requesterId,
    withheld: comments.filter((comment) => !open.includes(comment)),
    waiting: isSolved || status === '' || status === 'new' ? null : status,
    case: {
      ...{ type: oneOf(ticket, 'type', types), priority: oneOf(ticket, 'priority', priorities), channel, openedAt },
      subject: (fieldOf(ticket, 'subject') || description || `Ticket ${id}`).slice(0, 500),
      externalReference: { source: ZENDESK, id },
      history: {
        ...(isSolved && { resolvedAt: solved ?? openedAt, outcome: 'UNSPECIFIED' as const }),
        interactions: isKnown ? spoken : [first, ...spoken],
      },
    },
  };
}
