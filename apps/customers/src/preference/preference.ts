import type { Problem } from '@courtesy/kernel';
import type {
  AccessibleFormat,
  ConsentChannel,
  RecordPreferencesInput,
  Weekday,
} from '@courtesy/graph-types/customers';
import { canonicalLanguage, type Customer } from '../customer/customer.ts';
import { kept, problemWithOptional } from '../customer/wording.ts';

/** When in the week somebody can be reached. */
export interface ContactHours {
  readonly day: Weekday;
  /** HH:MM. */
  readonly opens: string;
  /** HH:MM, later the same day; 24:00 is its end. */
  readonly closes: string;
}

/** How a customer wants to be served, for a time. */
export interface CustomerPreferences {
  readonly id: string;
  readonly customerId: string;
  readonly pronouns: string | null;
  /** In the order of the alphabet, each once. */
  readonly accessibleFormats: readonly AccessibleFormat[];
  /** BCP 47, in canonical spelling. */
  readonly interpreter: string | null;
  readonly preferredChannel: ConsentChannel | null;
  /** In the order of the week. */
  readonly contactHours: readonly ContactHours[];
  readonly timeZone: string | null;
  readonly doNotContact: boolean;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** The subject of the caller. */
  readonly recordedBy: string;
}

/** What a customer wants, without who said it when. */
export type Wishes = Omit<CustomerPreferences, 'id' | 'customerId' | 'validFrom' | 'validTo' | 'recordedBy'>;

/** It is on record how a customer wants to be served. */
export interface PreferencesRecorded {
  readonly type: 'PreferencesRecorded';
  readonly preferences: CustomerPreferences;
  readonly customer: Customer;
}

/** A customer who said nothing. */
export const noWishes: Wishes = {
  ...{ pronouns: null, accessibleFormats: [], interpreter: null, preferredChannel: null },
  ...{ contactHours: [], timeZone: null, doNotContact: false },
};

const MAX_PRONOUNS = 60;
const MAX_HOURS = 50;
const DAYS: readonly Weekday[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

const byWeek = (one: ContactHours, other: ContactHours) =>
  DAYS.indexOf(one.day) - DAYS.indexOf(other.day) || (one.opens < other.opens ? -1 : 1);

/** The wishes of a customer once `said` is recorded. */
export function wishing(current: Wishes, said: RecordPreferencesInput): Wishes {
  const next = <K extends keyof Wishes>(field: K, value: Wishes[K] | null | undefined): Wishes[K] =>
    value === undefined ? current[field] : (value ?? noWishes[field]);
  const interpreter = said.interpreter === undefined ? undefined : kept(said.interpreter);
  return {
    pronouns: said.pronouns === undefined ? current.pronouns : kept(said.pronouns),
    accessibleFormats: [...new Set(next('accessibleFormats', said.accessibleFormats))].toSorted(),
    interpreter: next('interpreter', interpreter && (canonicalLanguage(interpreter) ?? interpreter)),
    preferredChannel: next('preferredChannel', said.preferredChannel),
    contactHours: next('contactHours', said.contactHours).toSorted(byWeek),
    timeZone: said.timeZone === undefined ? current.timeZone : kept(said.timeZone),
    doNotContact: next('doNotContact', said.doNotContact),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

function problemsOfHours(hours: readonly ContactHours[]): Problem[] {
  const problems: Problem[] = [];
  if (hours.length > MAX_HOURS)
    problems.push({ path: 'contactHours', message: `has ${hours.length} intervals; at most ${MAX_HOURS} are kept` });
  hours.forEach(({ day, opens, closes }, i) => {
    const path = `contactHours[${i}]`;
    if (!TIME.test(opens) || !(TIME.test(closes) || closes === '24:00'))
      problems.push({ path, message: 'has a time that is none; write it such as 09:30' });
    else if (closes <= opens) problems.push({ path, message: `closes at ${closes}, not after it opens at ${opens}` });
    else if (hours.slice(0, i).some((each) => each.day === day && each.opens < closes && opens < each.closes))
      problems.push({ path, message: 'overlaps with another interval of its day' });
  });
  return problems;
}

/** Everything that is wrong with wishes as said; empty when nothing is. */
export function problemsOfSaid(said: RecordPreferencesInput): Problem[] {
  const problems = problemsOfHours(said.contactHours ?? []);
  const problem = problemWithOptional('pronouns', said.pronouns, MAX_PRONOUNS);
  if (problem) problems.push(problem);
  if (typeof said.interpreter === 'string' && canonicalLanguage(said.interpreter) === null)
    problems.push({ path: 'interpreter', message: `"${said.interpreter}" is not a language tag, such as pl or bfi` });
  if (typeof said.timeZone === 'string' && !isTimeZone(said.timeZone))
    problems.push({ path: 'timeZone', message: `"${said.timeZone}" is not a time zone, such as Europe/London` });
  return problems;
}

/** Everything that keeps wishes from holding together; empty when nothing does. */
export function problemsOfWishes({ contactHours, timeZone }: Wishes): Problem[] {
  if (contactHours.length > 0 === (timeZone !== null)) return [];
  return [{ path: 'timeZone', message: 'goes with contactHours: give both or neither' }];
}

const wishesOf = (wishes: Wishes) => [
  ...[wishes.pronouns, wishes.accessibleFormats, wishes.interpreter, wishes.preferredChannel],
  ...[wishes.contactHours.map(({ day, opens, closes }) => [day, opens, closes]), wishes.timeZone, wishes.doNotContact],
];

/** Whether two wishes are the same. */
export const sameWishes = (one: Wishes, other: Wishes): boolean =>
  JSON.stringify(wishesOf(one)) === JSON.stringify(wishesOf(other));

/** What counts of what was said by customers who are one: as `held`, but who must not be approached must not, whoever of them said so. */
export const strictly = (
  held: CustomerPreferences | null,
  all: readonly CustomerPreferences[],
): CustomerPreferences | null => held && { ...held, doNotContact: all.some(({ doNotContact }) => doNotContact) };
