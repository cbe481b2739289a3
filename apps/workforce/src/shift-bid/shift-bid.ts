import type { AwardReason, OpenShiftStatus, ShiftBidStatus } from '@courtesy/graph-types/workforce';
import type { RuleBreach } from '../roster-rules/rule-check.ts';
import type { RuleId } from '../rostering/problem.ts';
import type { Shift, ShiftBreak } from '../shift/shift.ts';
import type { TemplateDuty } from '../shift-template/shift-template.ts';

/** A shift that nobody works yet: people wish for it. */
export interface OpenShift {
  readonly id: string;
  readonly siteId: string;
  readonly templateId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly breaks: readonly ShiftBreak[];
  readonly status: OpenShiftStatus;
  readonly offeredAt: Date;
  /** The shift that became of it; null while none did. */
  readonly shiftId: string | null;
  /** By what the winner was chosen; null while nobody was. */
  readonly awardedBy: AwardReason | null;
  /** Why, in words, where somebody chose. */
  readonly reason: string | null;
  readonly version: number;
}

/** Somebody wishes for an open shift. */
export interface ShiftBid {
  readonly id: string;
  readonly openShiftId: string;
  readonly personId: string;
  readonly status: ShiftBidStatus;
  readonly placedAt: Date;
  /** What they were awarded before, and are paid for in the week, when it was decided; null before. */
  readonly awardsBefore: number | null;
  readonly weekMinutes: number | null;
  /** The hard rules that stood against them when it was decided. */
  readonly stoodAgainst: readonly RuleId[];
  readonly version: number;
}

/** People can wish for it. */
export interface OpenShiftOffered {
  readonly type: 'OpenShiftOffered';
  readonly openShift: OpenShift;
}

/** Somebody works it. */
export interface OpenShiftAwarded {
  readonly type: 'OpenShiftAwarded';
  readonly openShift: OpenShift;
  readonly shift: Shift;
}

/** Nobody is to work it any more. */
export interface OpenShiftWithdrawn {
  readonly type: 'OpenShiftWithdrawn';
  readonly openShift: OpenShift;
}

/** It stands where this cannot be done with it. */
export interface OpenShiftIsElsewhere {
  readonly type: 'OpenShiftIsElsewhere';
  readonly openShift: OpenShift;
}

/** A wish is on record. */
export interface BidPlaced {
  readonly type: 'BidPlaced';
  readonly bid: ShiftBid;
}

/** A wish is taken back. */
export interface BidWithdrawn {
  readonly type: 'BidWithdrawn';
  readonly bid: ShiftBid;
}

/** It is not open any more. */
export interface BidIsElsewhere {
  readonly type: 'BidIsElsewhere';
  readonly bid: ShiftBid;
}

/** Nobody who wishes for it may work it. */
export interface NoBidFits {
  readonly type: 'NoBidFits';
  readonly openShift: OpenShift;
  readonly breaches: readonly RuleBreach[];
}

/** A wish with what decides between it and others. */
export interface Candidate {
  readonly bid: ShiftBid;
  /** Open shifts that they were awarded in the 90 days before. */
  readonly awards: number;
  /** Minutes that they are paid for in the week of the shift. */
  readonly weekMinutes: number;
  readonly breaches: readonly RuleBreach[];
}

/** Who gets an open shift, and by what. */
export interface Award {
  readonly candidate: Candidate;
  readonly by: AwardReason;
}

/** How long an award counts against the next one, in days. */
export const AWARDS_COUNT_DAYS = 90;
/** The longest reason, in characters. */
export const MAX_REASON = 2000;

/** An open shift as it begins: a template on a day. */
export const newOpenShift = (duty: TemplateDuty, by: { readonly id: string; readonly at: Date }): OpenShift => ({
  ...{ id: by.id, siteId: duty.siteId, templateId: duty.templateId, startsAt: duty.startsAt, endsAt: duty.endsAt },
  ...{
    breaks: duty.breaks,
    status: 'OPEN',
    offeredAt: by.at,
    shiftId: null,
    awardedBy: null,
    reason: null,
    version: 1,
  },
});

/** A wish as it begins. */
export const newBid = (by: { id: string; openShiftId: string; personId: string; at: Date }): ShiftBid => ({
  ...{ id: by.id, openShiftId: by.openShiftId, personId: by.personId, status: 'PLACED', placedAt: by.at },
  ...{ awardsBefore: null, weekMinutes: null, stoodAgainst: [], version: 1 },
});

/** The shift that an open one becomes for somebody. */
export const shiftFrom = (open: OpenShift, by: { readonly id: string; readonly personId: string }): Shift => ({
  ...{ id: by.id, personId: by.personId, siteId: open.siteId, startsAt: open.startsAt, endsAt: open.endsAt },
  ...{
    status: 'SCHEDULED',
    breaks: open.breaks,
    templateId: open.templateId,
    rosterId: null,
    reason: null,
    version: 1,
  },
});

/**
 * Who gets an open shift: of those whom no rule stands against, whoever was awarded the fewest, then whoever is paid for the least in that week,
 * then whoever wished first. Null where rules stand against all of them.
 */
export function fairest(candidates: readonly Candidate[]): Award | null {
  const fit = candidates
    .filter(({ breaches }) => breaches.length === 0)
    .sort(
      (a, b) =>
        a.awards - b.awards ||
        a.weekMinutes - b.weekMinutes ||
        a.bid.placedAt.getTime() - b.bid.placedAt.getTime() ||
        (a.bid.id < b.bid.id ? -1 : 1),
    );
  const [first, second] = fit;
  if (!first) return null;
  if (!second) return { candidate: first, by: 'ONLY_ONE' };
  if (first.awards !== second.awards) return { candidate: first, by: 'FEWEST_AWARDS' };
  return { candidate: first, by: first.weekMinutes === second.weekMinutes ? 'FIRST_TO_WISH' : 'LEAST_HOURS' };
}

/** What became of a wish when it was decided. */
export const decided = ({ bid, awards, weekMinutes, breaches }: Candidate, winnerId: string): ShiftBid => ({
  ...bid,
  ...{ status: bid.id === winnerId ? 'WON' : 'LOST', awardsBefore: awards, weekMinutes },
  ...{ stoodAgainst: [...new Set(breaches.map(({ ruleId }) => ruleId))], version: bid.version + 1 },
});
