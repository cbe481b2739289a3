import type { CaseHistoryInput, CaseOutcome, CaseType, HistoricInteractionInput } from '@courtesy/graph-types/cases';
import type { UnplacedCase } from '../import/graph-inputs.ts';
import { type Issue, type ProductLine, PRODUCTS } from './catalogue.ts';
import { sourceOf } from './customers.ts';
import {
  ASSUMED_CHANNELS,
  ASSUMED_PRIORITIES,
  ASSUMED_TYPES,
  COMPLAINT_CHANNELS,
  COMPLAINT_DAYS,
  DISPUTED_SHARE,
  IN_PROGRESS_SHARE,
  OUTCOMES,
  REQUEST_HOURS,
  TIMELY_SHARE,
} from './facts.ts';
import type { DemoSite, Organisation } from './organisation.ts';
import { type Chance, chanceOf } from './random.ts';
import { END, NEWEST_QUARTER, someLength, someMoment } from './two-years.ts';
import { chaser, customersWords, ourAnswer } from './words.ts';

/** A case of the demo; people and places are named by their keys. */
export interface DemoCase {
  readonly customer: number;
  readonly site: string;
  readonly team: string;
  readonly agent: string;
  readonly case: UnplacedCase;
}

/** Cases a scale of 1 has. */
export const CASES_A_SCALE = 4_000;
/** Customers a scale of 1 has: some come once, some often. */
export const CUSTOMERS_A_SCALE = 2_600;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The longest it takes to give a case to somebody. No file says so. */
const ASSUMED_HANDOVER_MS = 3 * HOUR_MS;
/** How much rarer each further issue of a product line is than the one before. */
const ISSUE_DECAY = 0.6;

/** What a demo is made from. */
export interface DemoPlan {
  readonly seed: string;
  readonly organisation: Organisation;
}

/** Case number `index`, from 0, of a demo of this scale or a larger one. */
export function demoCase({ seed, organisation }: DemoPlan, index: number): DemoCase {
  const chance = chanceOf(seed, 'case', index);
  const product = chance.weighted(PRODUCTS);
  const issue = chance.weighted(product.issues.map((each, rank) => [each, ISSUE_DECAY ** rank]));
  const type = chance.weighted(ASSUMED_TYPES);
  const id = `case-${String(index + 1).padStart(6, '0')}`;
  const openedAt = someMoment(chance);
  const channel = chance.weighted(type === 'COMPLAINT' ? COMPLAINT_CHANNELS : ASSUMED_CHANNELS);
  const matter: Matter = { id, type, channel, product, issue, openedAt };
  // Cases of one block come from the block's own customers, so that a larger demo gives nobody of a smaller one another case.
  const block = Math.floor(index / CASES_A_SCALE);
  return {
    customer: block * CUSTOMERS_A_SCALE + chance.whole(0, CUSTOMERS_A_SCALE - 1),
    ...whoAnswers(chance, organisation, matter),
    case: {
      type,
      priority: chance.weighted(ASSUMED_PRIORITIES),
      channel,
      subject: `${product.name}: ${issue.name.charAt(0).toLowerCase()}${issue.name.slice(1)}`,
      category: {
        product: product.name,
        subProduct: chance.one(product.kinds),
        issue: issue.name,
        ...(issue.details.length > 0 && { subIssue: chance.one(issue.details) }),
      },
      openedAt,
      externalReference: { source: sourceOf(seed), id },
      history: historyOf(chance, matter),
    },
  };
}

interface Matter extends Pick<UnplacedCase, 'type' | 'channel'> {
  readonly id: string;
  readonly product: ProductLine;
  readonly issue: Issue;
  readonly openedAt: Date;
}

function whoAnswers(chance: Chance, { sites, teams, people }: Organisation, { product, type }: Matter) {
  const able = sites.filter(({ business }) => business === product.business);
  const site = chance.weighted(able.map((each): [DemoSite, number] => [each, each.weight]));
  const own = teams.filter((team) => team.site === site.key);
  const team = own.find(({ key }) => key === `${site.key}-${partFor(type)}`) ?? own[0];
  const agents = people.filter((person) => person.jobRole === 'AGENT' && person.team === team?.key);
  return { site: site.key, team: team?.key ?? '', agent: chance.one(agents).key };
}

function partFor(type: CaseType): string {
  if (type === 'COMPLAINT' || type === 'INCIDENT') return 'complaints';
  return type === 'REQUEST' || type === 'RETURN' ? 'back' : 'first';
}

function historyOf(chance: Chance, matter: Matter): CaseHistoryInput {
  const { openedAt, type } = matter;
  const complaint = type === 'COMPLAINT';
  const handover = new Date(openedAt.getTime() + Math.round(chance.next() * ASSUMED_HANDOVER_MS));
  const length = complaint ? someLength(chance, COMPLAINT_DAYS, DAY_MS) : someLength(chance, REQUEST_HOURS, HOUR_MS);
  const answeredAt = new Date(Math.max(handover.getTime() + 60_000, openedAt.getTime() + length));
  const outcome = chance.weighted(OUTCOMES);
  const inTime = outcome !== 'UNTIMELY' && chance.happens(TIMELY_SHARE);
  const disputed = chance.happens(DISPUTED_SHARE);
  const inProgress = chance.happens(IN_PROGRESS_SHARE) && openedAt >= NEWEST_QUARTER;
  const answered = answeredAt < END && !inProgress;
  return {
    ...(handover < END && { assignedAt: handover }),
    ...(answered && { resolvedAt: answeredAt, outcome, respondedInTime: inTime, ...(complaint && { disputed }) }),
    interactions: contactsOf(chance, matter, answered ? { at: answeredAt, outcome } : null),
  };
}

interface Answer {
  readonly at: Date;
  readonly outcome: CaseOutcome;
}

function contactsOf(chance: Chance, matter: Matter, answer: Answer | null): HistoricInteractionInput[] {
  const { id, channel, openedAt } = matter;
  const contacts: HistoricInteractionInput[] = [
    {
      externalId: `${id}/1`,
      channel,
      direction: 'INBOUND',
      occurredAt: openedAt,
      body: customersWords(chance, matter.issue.name, matter.product.name),
    },
  ];
  const waitedMs = (answer?.at ?? END).getTime() - openedAt.getTime();
  // Who waits for days asks again.
  if (waitedMs > 4 * DAY_MS) {
    const at = new Date(openedAt.getTime() + Math.round(waitedMs * (0.4 + 0.4 * chance.next())));
    const again = { channel: 'PHONE', direction: 'INBOUND', occurredAt: at, body: chaser(chance) } as const;
    contacts.push({ externalId: `${id}/${contacts.length + 1}`, ...again });
  }
  if (answer) {
    const last = { channel: backBy(channel), direction: 'OUTBOUND', occurredAt: answer.at } as const;
    const body = ourAnswer(chance, answer.outcome);
    contacts.push({ externalId: `${id}/${contacts.length + 1}`, ...last, body });
  }
  return contacts;
}

/** How the answer goes back: as the question came, but for roads that lead one way only. */
function backBy(channel: Matter['channel']): Matter['channel'] {
  if (channel === 'REFERRAL' || channel === 'FAX') return 'LETTER';
  return channel === 'PORTAL' ? 'EMAIL' : channel;
}
