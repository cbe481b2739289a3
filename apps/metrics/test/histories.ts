import fc from 'fast-check';
import type { EventData } from '@courtesy/events';
import { activitiesOfCases, activitiesOfWorkforce } from './activities.ts';
import { announced, announcedAt, caseOpened, read, type Announced, type World } from './metrics-world.ts';

/** What three services announced, each in its own order, and how long the pages are in which it is read. */
export interface History {
  readonly cases: readonly Announced[];
  readonly customers: readonly Announced[];
  readonly workforce: readonly Announced[];
  readonly customersFirst: boolean;
  readonly pageSize: number;
}

const MIDDLE = Date.parse('2026-04-05T00:00:00.000Z');
const at = (minutes: number) => new Date(MIDDLE + minutes * 60_000).toISOString();

// Some days around the end of summer time in Auckland, so that days of 25 hours are among them.
const moment = fc.integer({ min: -14 * 1440, max: 14 * 1440 });
const or = <T>(...values: readonly T[]) => fc.constantFrom(...values, null);

const opening = fc.record({
  at: moment,
  channel: fc.constantFrom('PHONE', 'PORTAL', 'FACE_TO_FACE'),
  type: fc.constantFrom('COMPLAINT', 'ENQUIRY'),
  priority: fc.constantFrom('NORMAL', 'HIGH'),
  product: or('Loan', 'Card'),
  subProduct: or('Car loan'),
  issue: or('Fee', 'Delay'),
  customer: fc.integer({ min: 0, max: 4 }),
  siteId: or('site_1', 'site_2'),
  teamId: or('team_1'),
  assigneeId: or('pers_1', 'pers_2'),
  respondedInTime: or(true, false),
});

const outcomes = ['EXPLANATION', 'MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF', 'NO_RELIEF', 'UNTIMELY'];

const step = fc.record({
  kind: fc.constantFrom(
    'assign',
    'wait',
    'resolve',
    'resolve',
    'reopen',
    'close',
    'dispute',
    'timeliness',
    'cancel',
    'merge',
    'unmerge',
    'split',
  ),
  other: fc.nat({ max: 29 }),
  at: moment,
  outcome: fc.constantFrom(...outcomes),
  yes: fc.boolean(),
  site: or('site_1', 'site_3'),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What a step announces of the case at `place` of `count`; it merges with, and is split from, another of them. */
function stepped({ place, count }: { place: number; count: number }, step: Step): Announced {
  const { kind, at: minutes, outcome, yes, site } = step;
  const id = `case_${place}`;
  const other = `case_${(place + 1 + step.other) % count}`;
  const when = at(minutes);
  const merge = { survivorId: other, mergeId: `cmrg_${place}`, at: when, reason: 'One matter' };
  const status = (to: string): EventData<'courtesy.case.status-changed.v1'> => ({
    from: 'OPEN',
    to,
    at: when,
    reason: null,
  });
  switch (kind) {
    case 'assign': {
      const to = { siteId: site, teamId: yes ? 'team_2' : null, assigneeId: yes ? 'pers_2' : null };
      return announced('courtesy.case.assigned.v1', id, { ...to, assignedAt: when });
    }
    case 'resolve':
      return announced('courtesy.case.resolved.v1', id, { resolvedAt: when, outcome, respondedInTime: yes || null });
    case 'reopen':
      return announced('courtesy.case.reopened.v1', id, { reopenedAt: when, reason: 'Again' });
    case 'close':
      return announced('courtesy.case.closed.v1', id, { closedAt: when });
    case 'dispute':
      return announced('courtesy.case.disputed.v1', id, { disputed: yes, at: when });
    case 'timeliness':
      return announced('courtesy.case.timeliness-recorded.v1', id, { respondedInTime: yes, at: when });
    case 'merge':
      return announced('courtesy.case.merged.v1', id, { ...merge, from: 'OPEN', to: 'MERGED' });
    case 'unmerge':
      return announced('courtesy.case.unmerged.v1', id, { ...merge, from: 'MERGED', to: 'OPEN' });
    case 'split': {
      const split = { splitId: `cspl_${place}`, originId: other, customerId: 'cust_0', contactIds: ['intr_1'] };
      return announced('courtesy.case.split.v1', id, { ...split, at: when, reason: 'Two matters' });
    }
    default:
      return announced('courtesy.case.status-changed.v1', id, status(kind === 'cancel' ? 'CANCELLED' : 'OPEN'));
  }
}

const caseStory = fc.tuple(opening, fc.array(step, { maxLength: 6 }));

/** Takes one from each in turn: the events of one case keep their order, and come between those of others. */
const interleave = <T>(lists: readonly (readonly T[])[]): T[] => {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
};

function eventsOf(stories: readonly (typeof caseStory extends fc.Arbitrary<infer S> ? S : never)[]): Announced[] {
  return interleave(
    stories.map(([{ at: minutes, product, subProduct, issue, customer, ...data }, steps], i) => [
      caseOpened(`case_${i}`, {
        ...data,
        category: { product, subProduct, issue, subIssue: null },
        customerId: `cust_${customer}`,
        openedAt: at(minutes),
      }),
      ...steps.map((each) => stepped({ place: i, count: stories.length }, each)),
    ]),
  );
}

const registered = (id: string, territory: string | null) =>
  announced('courtesy.customer.registered.v1', id, {
    kind: 'PERSON',
    territory,
    country: null,
    circumstances: [],
    registeredAt: at(0),
  });

/** The same, one announced after another. */
const inTime = (events: readonly Announced[]) => events.map((event, i) => announcedAt(at(60 * i), event));

/** Any history of up to thirty cases and five customers, of whom one is never heard of. */
export const histories: fc.Arbitrary<History> = fc.record({
  cases: fc
    .tuple(fc.array(caseStory, { minLength: 1, maxLength: 30 }).map(eventsOf), activitiesOfCases)
    .map((lists) => inTime(interleave(lists))),
  workforce: activitiesOfWorkforce.map(inTime),
  customers: fc
    .array(fc.tuple(fc.integer({ min: 0, max: 3 }), or('FL', 'TX')), { maxLength: 8 })
    .map((changes) => changes.map(([customer, territory]) => registered(`cust_${customer}`, territory))),
  customersFirst: fc.boolean(),
  pageSize: fc.integer({ min: 1, max: 60 }),
});

const inPages = async (world: World, feed: string, events: readonly Announced[], size: number) => {
  for (let i = 0; i < events.length; i += size) await read(world, feed, events.slice(i, i + size));
};

/** Lets the service read a whole history. */
export async function readHistory(world: World, history: History): Promise<void> {
  const feeds = ['customers', 'workforce', 'cases'] as const;
  for (const feed of history.customersFirst ? feeds : feeds.toReversed()) {
    await inPages(world, feed, history[feed], history.pageSize);
  }
}
