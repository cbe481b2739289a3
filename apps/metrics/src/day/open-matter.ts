import { decimalOf } from '@courtesy/kernel';
import { clearingsOf, type OwedComplaint } from './clearing.ts';
import type { DaySubjectType, OpenThing } from './day-item.ts';
import type { Matter, MatterKind } from './matter.ts';
import { dueInWords, inWords, type DayReason } from './ranking.ts';

/** A matter as it is read for somebody. */
export interface ReadMatter extends Matter {
  readonly kind: Exclude<MatterKind, 'COMPLAINT'>;
  readonly owed: OwedComplaint | null;
}

const clockHarm: Readonly<Record<string, DayReason>> = {
  REGULATORY: { what: 'A law or a regulator sets this time', points: 55 },
  RESOLUTION: { what: 'A customer was promised a resolution by then', points: 40 },
  FIRST_RESPONSE: { what: 'A customer waits for a first answer', points: 42 },
  NEXT_RESPONSE: { what: 'A customer waits for an answer', points: 40 },
  UPDATE: { what: 'A customer was promised a word by then', points: 32 },
};

const harms: Readonly<Record<Exclude<ReadMatter['kind'], 'CLOCK' | 'INCIDENT'>, DayReason>> = {
  ESCALATION: { what: 'A case has climbed as far as the caller', points: 48 },
  STAFFING_GAP: { what: 'Too few people for the contacts that come', points: 45 },
  PROMISE: { what: 'A customer was promised this', points: 40 },
  PAYOUT: { what: 'A customer waits for their money', points: 36 },
  APPROVAL: { what: 'A case stands still until it is approved', points: 34 },
  TASK: { what: 'A case waits for what somebody was to do', points: 30 },
  DISPUTE: { what: 'Somebody waits to know whether they were judged fairly', points: 24 },
  CONTRACT: { what: 'The organisation is bound when nobody decides', points: 28 },
  CERTIFICATE: { what: 'A skill and what it allows end with it', points: 26 },
  SHIFT_SWAP: { what: 'Two people wait to know when they work', points: 20 },
  LEAVE: { what: 'Somebody waits to know whether they are free', points: 20 },
  ACTION_ITEM: { what: 'A meeting agreed on it', points: 18 },
};

const incidentHarm: Readonly<Record<string, number>> = { CRITICAL: 60, MAJOR: 56, MODERATE: 50 };

function harmOf({ kind, detail }: ReadMatter): DayReason {
  if (kind === 'CLOCK') return clockHarm[detail ?? ''] ?? { what: 'A time was promised', points: 32 };
  if (kind === 'INCIDENT')
    return { what: 'Many customers are harmed at once', points: incidentHarm[detail ?? ''] ?? 50 };
  return harms[kind];
}

const subjectTypes: Readonly<Record<Exclude<ReadMatter['kind'], 'PAYOUT' | 'STAFFING_GAP'>, DaySubjectType>> = {
  CLOCK: 'Case',
  ESCALATION: 'Escalation',
  INCIDENT: 'MajorIncident',
  PROMISE: 'CustomerPromise',
  APPROVAL: 'Approval',
  TASK: 'Task',
  DISPUTE: 'QualityReview',
  CONTRACT: 'ServiceContract',
  CERTIFICATE: 'Person',
  SHIFT_SWAP: 'ShiftSwap',
  LEAVE: 'Leave',
  ACTION_ITEM: 'ActionItem',
};

function subjectTypeOf({ kind, detail, teamId }: ReadMatter): DaySubjectType {
  if (kind === 'PAYOUT') return detail === 'REFUND' ? 'Refund' : 'CompensationAward';
  if (kind === 'STAFFING_GAP') return teamId === null ? 'Site' : 'Team';
  return subjectTypes[kind];
}

const clockNames: Readonly<Record<string, string>> = {
  REGULATORY: 'What a law or a regulator asks for',
  RESOLUTION: 'The resolution',
  FIRST_RESPONSE: 'The first answer',
  NEXT_RESPONSE: 'The next answer',
  UPDATE: 'A word to the customer',
};

const moneyOf = ({ amountMinor: minor, currency }: Matter): string | null =>
  minor === null || currency === null ? null : `${currency} ${decimalOf({ minor, currency })}`;

/** How long something has been there, in words. */
const waiting = ({ raisedAt }: Matter, now: Date): string => `for ${inWords(now.getTime() - raisedAt.getTime())}`;

function whyOfGap({ wanted, found, detail, dueAt }: Matter, now: Date): string {
  const people = `${Math.floor((found ?? 0) * 10) / 10} of ${wanted} people`;
  return detail === 'PRESENT' || dueAt <= now
    ? `${people} are there for contacts.`
    : `${people} are planned from ${inWords(dueAt.getTime() - now.getTime())} from now on.`;
}

function whyOf(matter: ReadMatter, now: Date): string {
  const { kind, detail, wanted, dueAt } = matter;
  const due = dueInWords(dueAt, now);
  switch (kind) {
    case 'CLOCK':
      return `${clockNames[detail ?? ''] ?? detail} is ${due}${wanted === null ? '' : `, of ${inWords(wanted * 60_000)} promised`}.`;
    case 'STAFFING_GAP':
      return whyOfGap(matter, now);
    case 'INCIDENT':
      return `A ${detail?.toLowerCase()} incident has been open ${waiting(matter, now)}.`;
    case 'ESCALATION':
      return `The caller is asked to take a case over as ${detail}; to be accepted it is ${due}.`;
    case 'APPROVAL':
      return `An approval has waited ${waiting(matter, now)} and is ${due}.`;
    case 'PAYOUT':
      return `${detail === 'REFUND' ? 'A refund' : 'An award'} of ${moneyOf(matter)} has waited ${waiting(matter, now)}; the caller's authority covers it.`;
    case 'PROMISE':
      return `A promise to a customer ${dueAt > now ? 'is' : 'is broken:'} ${due}.`;
    case 'TASK':
      return `A task about a case was ${due}${detail === 'DECLINED' ? '; whoever was to do it declined' : ''}.`;
    case 'DISPUTE':
      return `A review of quality has been disputed ${waiting(matter, now)}; a decision is ${due}.`;
    case 'ACTION_ITEM':
      return `What a meeting agreed was ${due}.`;
    case 'SHIFT_SWAP':
      return `A swap that both agree to has waited ${waiting(matter, now)} and is ${due}.`;
    case 'LEAVE':
      return `Leave of ${Math.ceil(wanted ?? 0)} days has waited ${waiting(matter, now)}; an answer is ${due}.`;
    case 'CERTIFICATE':
      return `A skill at level ${wanted} ends with its certificate: another is ${due}.`;
    case 'CONTRACT': {
      const worth = moneyOf(matter);
      return `The renewal of a contract${worth ? ` worth ${worth}` : ''} is undecided: the decision is ${due}.`;
    }
  }
}

/** A matter as one thing of the day of somebody. */
export const openMatter = (matter: ReadMatter, now: Date): OpenThing => {
  const short = Math.ceil((matter.wanted ?? 0) - (matter.found ?? 0));
  return {
    ...{ kind: matter.kind, subject: { id: matter.subjectId, type: subjectTypeOf(matter) }, deadline: matter.dueAt },
    ...{ harm: harmOf(matter), count: 1, extent: matter.kind === 'STAFFING_GAP' ? Math.max(1, short) : 1 },
    ...{ isForCallerAlone: matter.forPersonId !== null, why: whyOf(matter, now) },
    clearedBy: clearingsOf(matter, matter.owed),
  };
};
