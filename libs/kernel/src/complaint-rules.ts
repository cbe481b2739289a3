import type { BusinessDays, DayLimit, DayOne } from './business-day.ts';

/** What a letter to a complainant is. */
export type ComplaintLetterKind =
  'ACKNOWLEDGEMENT' | 'HOLDING' | 'SUMMARY_RESOLUTION' | 'STAGE_RESPONSE' | 'FINAL_RESPONSE';

/** What was decided on a complaint. */
export type ComplaintOutcome = 'UPHELD' | 'PARTLY_UPHELD' | 'NOT_UPHELD';

/** What sets a clock going: the complaint's arrival, the opening of the clock's stage, or that stage's acknowledgement. */
export type ClockStart = 'RECEIVED' | 'STAGE_OPENED' | 'ACKNOWLEDGED';

/** For which complaints something holds, by the keys of their kinds: those of any of `onlyFor` (of any at all when empty) and of none of `notFor`. */
export interface ForKinds {
  readonly onlyFor: readonly string[];
  readonly notFor: readonly string[];
}

/** A text that a regime follows, with the sections it rests on. */
export interface RegimeSource {
  readonly title: string;
  readonly url: string;
  /** The day on which it was read. */
  readonly readOn: string;
  /** The sections, each by the name that clocks, stages and letters cite it by, and what it says in short. */
  readonly sections: readonly { readonly section: string; readonly says: string }[];
}

/** The business days of a regime. */
export interface RegimeCalendar extends BusinessDays {
  /** What people call it, such as bank holidays in England. */
  readonly name: string;
  /** Whose public holidays its closed days hold; null when they were only named one by one. */
  readonly holidays: { readonly country: string; readonly region: string | null } | null;
}

/** Something a regime tells apart, such as a kind of complaint or a category. */
export interface RegimeTerm {
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
}

/** One step of a regime's road. Stages follow one another in their order. */
export interface RegimeStage {
  readonly key: string;
  readonly name: string;
  /** The keys of earlier stages whose deciders may not decide here. */
  readonly decidesApartFrom: readonly string[];
  /** The letters that end it. */
  readonly endedBy: readonly ComplaintLetterKind[];
  /** The outcomes that a second person confirms before the customer is told; none, when absent. */
  readonly checkedOutcomes?: readonly ComplaintOutcome[] | undefined;
  /** The section it rests on. */
  readonly basis: string | null;
}

/** How much longer a clock runs once a holding response has gone out. */
export interface ClockExtension {
  readonly limit: DayLimit;
  /** Whether the longer limit counts from what started the clock, or from the day on which it would have been due. */
  readonly countsFrom: 'START' | 'DUE';
  readonly basis: string | null;
}

/** A time limit of a regime. */
export interface RegimeClock extends ForKinds {
  readonly key: string;
  readonly name: string;
  /** The key of its stage. */
  readonly stage: string;
  readonly startsOn: ClockStart;
  readonly limit: DayLimit;
  readonly dayOne: DayOne;
  /** The letters that stop it. */
  readonly stoppedBy: readonly ComplaintLetterKind[];
  /** Null when no holding response makes it longer. */
  readonly extension: ClockExtension | null;
  readonly basis: string | null;
}

/** Something that a letter must contain. */
export interface LetterElement extends ForKinds {
  readonly key: string;
  readonly mustContain: string;
  /** With which outcomes; always, when empty. */
  readonly outcomes: readonly ComplaintOutcome[];
  readonly basis: string | null;
}

/** A letter that a regime asks for. */
export interface RegimeLetter {
  readonly kind: ComplaintLetterKind;
  readonly name: string;
  /** The keys of the stages in which it is sent; any, when empty. */
  readonly stages: readonly string[];
  readonly elements: readonly LetterElement[];
}

/** To whom a complainant may turn after the last answer. */
export interface RegimeReferral {
  readonly name: string;
  readonly url: string | null;
  readonly address: string | null;
  /** Until when, counted from the last answer. Null when nobody says. */
  readonly limit: DayLimit | null;
  readonly basis: string | null;
}

/** Everything that a version of a complaint regime says. */
export interface ComplaintRules {
  /** Where it applies. */
  readonly jurisdiction: string;
  /** The zone in which its days begin and end. */
  readonly timeZone: string;
  /** What its readers are warned of: that it is no legal advice. */
  readonly notice: string;
  readonly sources: readonly RegimeSource[];
  readonly calendar: RegimeCalendar;
  readonly kinds: readonly RegimeTerm[];
  readonly stages: readonly RegimeStage[];
  readonly clocks: readonly RegimeClock[];
  readonly letters: readonly RegimeLetter[];
  readonly categories: readonly RegimeTerm[];
  readonly referral: RegimeReferral | null;
  /** Whose complaints it is for, and what else its users should know. */
  readonly notes: readonly { readonly text: string; readonly basis: string | null }[];
}

/** Whether something holds for a complaint of these kinds. */
export const holdsFor = ({ onlyFor, notFor }: ForKinds, kinds: readonly string[]): boolean =>
  (onlyFor.length === 0 || onlyFor.some((each) => kinds.includes(each))) &&
  !notFor.some((each) => kinds.includes(each));
