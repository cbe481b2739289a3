import type { DayItemKind } from '@courtesy/graph-types/metrics';

/** What a matter is about. That of a complaint stands on no list: it says which complaint the regulatory clock of its case belongs to. */
export type MatterKind = Exclude<DayItemKind, 'READING' | 'BUDGET_LINE' | 'TARGET' | 'IDEA' | 'INSIGHT'> | 'COMPLAINT';

/** Something open that somebody has to see to, as the events of its service add up to so far. Ids of other services' entities are references only. */
export interface Matter {
  /** The kind and what tells it from every other of that kind. */
  readonly id: string;
  readonly kind: MatterKind;
  /** What it is about. */
  readonly subjectId: string;
  /** Where it lies is what is said here; or else where its case lies, when it has one, or where its team or its person works. */
  readonly caseId: string | null;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly personId: string | null;
  /** Whether it is the whole organisation's. */
  readonly isEverywhere: boolean;
  /** The only one who can clear it; null when anybody can whose place it is. */
  readonly forPersonId: string | null;
  /** The lowest role that can clear it; null when any can. */
  readonly forRole: string | null;
  /** Who may not clear it, since it is their own. */
  readonly barredIds: readonly string[];
  /** What else the call that clears it has to name, such as a skill. */
  readonly otherId: string | null;
  /** Of what sort it is, by the words of its service: which clock, how severe, which step comes next. */
  readonly detail: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  /** How much there is to be: minutes promised, people required. */
  readonly wanted: number | null;
  /** How much there is. */
  readonly found: number | null;
  /** Since when it is there. */
  readonly raisedAt: Date;
  /** From when on it is worth a word. */
  readonly riskAt: Date;
  /** By when it is to be cleared. */
  readonly dueAt: Date;
  /** From when on it is over by itself; null while nothing ends it. */
  readonly overAt: Date | null;
}

type Given = Pick<Matter, 'id' | 'kind' | 'subjectId' | 'raisedAt' | 'dueAt'> & Partial<Matter>;

/** A matter of which only this much is known. It is worth a word from the start, unless its time is given. */
export const matter = (given: Given): Matter => ({
  ...{ caseId: null, siteId: null, teamId: null, personId: null, isEverywhere: false, forPersonId: null },
  ...{ forRole: null, barredIds: [], otherId: null, detail: null, amountMinor: null, currency: null },
  ...{ wanted: null, found: null, riskAt: given.raisedAt, overAt: null },
  ...given,
});

/** Matters as a page of events changes them: what was loaded of them, and what becomes of it. */
export class MatterBook {
  readonly #matters: Map<string, Matter>;
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();

  constructor(matters: readonly Matter[]) {
    this.#matters = new Map(matters.map((each) => [each.id, each]));
  }

  /** What is known of a matter; undefined when it is not open. */
  get(id: string): Matter | undefined {
    return this.#matters.get(id);
  }

  /** Opens a matter, or says anew where it stands. */
  put(opened: Matter): void {
    this.#matters.set(opened.id, opened);
    this.#changed.add(opened.id);
    this.#gone.delete(opened.id);
  }

  /** The matter is cleared; nothing happens when it was not open. */
  drop(id: string): void {
    this.#gone.add(id);
    this.#matters.delete(id);
    this.#changed.delete(id);
  }

  /** What is to be written down. */
  pages(): { readonly current: readonly Matter[]; readonly gone: readonly string[] } {
    const current = [...this.#changed].flatMap((id) => this.#matters.get(id) ?? []);
    return { current, gone: [...this.#gone] };
  }
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A day, in milliseconds. */
export const DAY = 24 * HOUR;

/** An instant so many milliseconds after another; before it, when negative. */
export const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

/** A clock is at risk in the last quarter of its target, from half an hour to a day before it is due. */
export const atRiskFrom = (dueAt: Date, targetMs: number | null): Date =>
  after(dueAt, -Math.min(DAY, Math.max(HOUR / 2, (targetMs ?? 0) / 4)));

/** How long a matter may wait of which nobody said until when, in milliseconds. */
export const PATIENCE = {
  approval: DAY,
  swap: DAY,
  dispute: 3 * DAY,
  CRITICAL: HOUR,
  MAJOR: 4 * HOUR,
  MODERATE: DAY,
} as const;

/** The instant at which a day is over in UTC: whole days without a zone are told by this one. */
export const endOfDay = (day: string): Date => after(new Date(`${day}T00:00:00.000Z`), DAY);
