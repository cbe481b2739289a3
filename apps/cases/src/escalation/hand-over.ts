import type { Case } from '../case/case.ts';
import { isUnended } from '../case/case.ts';
import type { Interaction } from '../interaction/interaction.ts';
import type { HandOver } from './escalation.ts';

/** How much of a contact a summary quotes, in characters. */
const QUOTE = 300;
/** The longest part of a summary that a person writes, in characters. */
export const MAX_PART = 4000;

/** A contact, as far as a summary goes. */
export type Said = Pick<Interaction, 'channel' | 'direction' | 'isAutomatic' | 'occurredAt' | 'body'>;

/** What a summary is made of. */
export interface Matter {
  readonly case: Case;
  /** The contacts that nobody has corrected, the earliest first. */
  readonly contacts: readonly Said[];
  /** The running clocks with a due instant: what the customer was promised by the standard. */
  readonly due: readonly { readonly clock: string; readonly dueAt: Date }[];
}

const quoted = (text: string) => (text.length > QUOTE ? `${text.slice(0, QUOTE)}…` : text);
const on = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');
const words = (constant: string) => constant.toLowerCase().replaceAll('_', ' ');

function doneIn({ case: about, contacts }: Matter): string {
  const out = contacts.filter(({ direction, isAutomatic }) => direction === 'OUTBOUND' && !isAutomatic);
  const last = out.at(-1);
  const state = `The case is ${words(about.status)}${about.statusReason ? ` (${about.statusReason})` : ''}.`;
  if (!last) return `${state} Nobody has answered the customer yet.`;
  return `${state} Answered ${out.length === 1 ? 'once' : `${out.length} times`}, last ${on(last.occurredAt)} by ${words(last.channel)}: ${quoted(last.body)}`;
}

function openIn({ case: about, contacts }: Matter): string {
  if (!isUnended(about.status)) return 'Nothing: the case has ended.';
  const answeredAt = contacts.findLast(({ direction, isAutomatic }) => direction === 'OUTBOUND' && !isAutomatic);
  const waiting = contacts.filter(
    ({ direction, isAutomatic, occurredAt }) =>
      direction === 'INBOUND' && !isAutomatic && (!answeredAt || occurredAt > answeredAt.occurredAt),
  );
  const since = waiting[0]?.occurredAt ?? (answeredAt ? null : about.openedAt);
  return since
    ? `The customer waits for an answer since ${on(since)}.`
    : 'The resolution; every word of the customer is answered.';
}

/** The summary that whoever takes a case over gets, from what is on record of it. Times are in UTC. */
export function composeHandOver(matter: Matter): HandOver {
  const { case: about, contacts, due } = matter;
  const asking = contacts.find(({ direction, isAutomatic }) => direction === 'INBOUND' && !isAutomatic);
  const said = asking ? ` By ${words(asking.channel)}, ${on(asking.occurredAt)}: ${quoted(asking.body)}` : '';
  const promised = due.map(({ clock, dueAt }) => `${words(clock)} by ${on(dueAt)}`).join('; ');
  return {
    asked: `${about.subject}.${said}`,
    done: doneIn(matter),
    promised: promised === '' ? 'No time is promised.' : `Promised: ${promised}.`,
    open: openIn(matter),
  };
}
