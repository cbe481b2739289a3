import { decimalOf } from '@courtesy/kernel';
import { monthOf, usedOf, type BudgetLine } from '../budget/budget-line.ts';
import type { Target, TargetCheck } from '../target/target.ts';
import { clearing } from './clearing.ts';
import { MAX_CLEARINGS, type OpenThing } from './day-item.ts';
import { DAY } from './matter.ts';
import type { Idea } from '../idea/idea.ts';
import type { Insight } from '../insight/insight.ts';
import { dueInWords, inWords } from './ranking.ts';
import type { ReadingKind } from './reading.ts';

const firstOfNext = (month: string): Date =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 1));

/**
 * When the plan of a line is used up at the pace of its month so far, today counted as gone; at the latest when the month is over. Of a month to come
 * that is used already, when it is over.
 */
export function usedUpAt(line: BudgetLine, today: string): Date {
  const end = firstOfNext(line.month);
  if (monthOf(today) !== line.month) return end;
  const gone = BigInt(Number(today.slice(8, 10)) * DAY);
  const at = Date.parse(`${line.month}T00:00:00.000Z`) + Number((gone * line.plannedMinor) / usedOf(line));
  return new Date(Math.min(at, end.getTime()));
}

/** A budget line whose use has come to its threshold. */
export function openLine(line: BudgetLine, today: string): OpenThing {
  const { id, category, month, currency, plannedMinor } = line;
  const money = (minor: bigint) => `${currency} ${decimalOf({ minor, currency })}`;
  const used = usedOf(line);
  const share = plannedMinor > 0n ? ` (${(used * 100n) / plannedMinor} %)` : '';
  const deadline = usedUpAt(line, today);
  const until = `at this pace it lasts until ${deadline.toISOString().slice(0, 10)}`;
  return {
    ...{ kind: 'BUDGET_LINE', subject: { id, type: 'BudgetLine' }, deadline, count: 1, extent: 1 },
    harm:
      used > plannedMinor
        ? { what: 'More is spent than was planned', points: 40 }
        : { what: 'Money runs out', points: 34 },
    isForCallerAlone: false,
    why: `${category} of ${month.slice(0, 7)}: ${money(used)} of ${money(plannedMinor)} are used or spoken for${share}; ${until}.`,
    clearedBy: [clearing('reviseBudgetLine', { lineId: id }, ['planned', 'control', 'thresholdPercent', 'because'])],
  };
}

/** A target that was missed, or is likely to be. */
export function openTarget(target: Target, check: TargetCheck): OpenThing {
  const { id, metricKey, direction, to } = target;
  const isMissed = check.status === 'MISSED';
  const wanted = `${direction === 'AT_LEAST' ? 'at least' : 'at most'} ${check.wanted}`;
  return {
    ...{ kind: 'TARGET', subject: { id, type: 'Target' }, deadline: new Date(`${to}T00:00:00.000Z`), count: 1 },
    ...{ extent: 1, isForCallerAlone: false },
    harm: isMissed
      ? { what: 'What was to be reached was missed', points: 22 }
      : { what: 'What is to be reached is likely to be missed', points: 26 },
    why: `${metricKey}: ${check.value ?? 'nothing'} up to ${check.asOf}${check.forecast === null ? '' : `, ${check.forecast} to be expected`}, where ${wanted} is wanted by ${to}.`,
    clearedBy: isMissed
      ? [clearing('withdrawTarget', { targetId: id }, ['because'])]
      : [clearing('reviseTarget', { targetId: id }, ['threshold', 'because'])],
  };
}

const titled = (title: string) => `"${title}"`;

/** An idea that awaits an answer. */
export const openIdea = ({ id, title, suggestedAt, answerBy }: Idea, now: Date): OpenThing => ({
  ...{ kind: 'IDEA', subject: { id, type: 'Idea' }, deadline: answerBy, count: 1, extent: 1 },
  ...{ harm: { what: 'Somebody waits to know what becomes of their idea', points: 16 }, isForCallerAlone: false },
  why: `${titled(title)} was suggested ${inWords(now.getTime() - suggestedAt.getTime())} ago; an answer is ${dueInWords(answerBy, now)}.`,
  clearedBy: [clearing('answerIdea', { ideaId: id }, ['decision', 'reply'])],
});

/** What a department is to decide. */
export const openInsight = ({ id, title, department, answerBy }: Insight, now: Date): OpenThing => ({
  ...{ kind: 'INSIGHT', subject: { id, type: 'Insight' }, deadline: answerBy, count: 1, extent: 1 },
  ...{ harm: { what: 'Customers go on being harmed while nobody decides', points: 22 }, isForCallerAlone: true },
  why: `${department} is asked to decide about ${titled(title)}; its answer is ${dueInWords(answerBy, now)}.`,
  clearedBy: [clearing('answerInsight', { insightId: id }, ['decision', 'reply'])],
});

/** Who of those the caller answers for has not read something that holds. */
export interface UnreadThing {
  readonly id: string;
  readonly kind: ReadingKind;
  readonly title: string;
  readonly number: number;
  readonly hasQuiz: boolean;
  readonly liveFrom: Date;
  /** How many people, the caller among them. */
  readonly people: number;
  /** The first of them. */
  readonly personIds: readonly string[];
  /** Whether the caller is one of them. */
  readonly isMine: boolean;
}

function readingCalls({ id, kind, hasQuiz, personIds, isMine }: UnreadThing, me: string | null) {
  if (kind !== 'POLICY') return [clearing('confirmBriefRead', { briefVersionId: id }, hasQuiz ? ['answers'] : [])];
  const others = personIds.filter((personId) => personId !== me);
  const own = isMine ? [clearing('acknowledgePolicyVersion', { policyVersionId: id }, ['method'])] : [];
  return [
    ...own,
    ...others.map((personId) => clearing('acknowledgePolicyVersion', { policyVersionId: id, personId }, ['method'])),
  ].slice(0, MAX_CLEARINGS);
}

/** Something that holds and that people have not read. */
export function openReading(unread: UnreadThing, me: string | null, now: Date): OpenThing {
  const { id, kind, title, number, liveFrom, people, isMine } = unread;
  const who = people === 1 ? (isMine ? 'The caller has' : '1 person has') : `${people} people have`;
  const isPolicy = kind === 'POLICY';
  return {
    ...{ kind: 'READING', subject: { id, type: isPolicy ? 'PolicyVersion' : 'BriefVersion' }, deadline: liveFrom },
    ...{ count: people, extent: people, isForCallerAlone: isMine && people === 1 },
    harm: isPolicy
      ? { what: 'People decide by a rule that they have not read', points: 24 }
      : { what: 'The caller serves customers without knowing it', points: 20 },
    why: `${who} not read "${title}" (version ${number}), which has held for ${inWords(now.getTime() - liveFrom.getTime())}.`,
    clearedBy: readingCalls(unread, me),
  };
}
