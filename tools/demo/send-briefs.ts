import { change, type Made, type Voices } from './demo-change.ts';

interface DemoBrief {
  readonly key: string;
  readonly verb: 'draftPromotionBrief' | 'draftProductBulletin';
  readonly input: object;
  /** Days from the loading of the demo until it is live; at once when absent. */
  readonly liveInDays?: number;
  /** Days from the loading of the demo until it ends. */
  readonly endsInDays?: number;
  /** Why it ended early. */
  readonly cancelled?: string;
}

const DAY_MS = 86_400_000;
const inDays = (days: number | undefined) => (days === undefined ? undefined : new Date(Date.now() + days * DAY_MS));
/** What a draft says until it is published, when its real end is set. */
const UNSET_END = '2099-12-31T00:00:00.000Z';

const promotion = (title: string, message: string, terms: string) => ({
  verb: 'draftPromotionBrief' as const,
  input: { title, message, terms, liveUntil: UNSET_END },
});

const BRIEFS: readonly DemoBrief[] = [
  {
    key: 'delivery',
    ...promotion('Free delivery', 'Delivery is free on furniture.', 'Orders above £50; not with other offers.'),
    endsInDays: 60,
  },
  {
    key: 'spring',
    ...promotion('Spring sale', 'A fifth off large appliances.', 'In stores and online, while stocks last.'),
    liveInDays: 30,
    endsInDays: 60,
  },
  {
    key: 'gift-cards',
    ...promotion('Gift card bonus', '£5 on each gift card of £50.', 'One for each customer.'),
    endsInDays: 30,
    cancelled: 'All bonus cards are given out.',
  },
  {
    key: 'display',
    verb: 'draftProductBulletin',
    input: {
      title: 'New display for smart meters',
      product: 'Smart meters',
      message: 'The new display shows the cost of the day.',
      tellCustomers: 'We send one to everybody whose display is older than five years.',
      faqs: [{ question: 'Must I do anything?', answer: 'No. It comes by post and connects by itself.' }],
    },
  },
  {
    key: 'cooker',
    verb: 'draftProductBulletin',
    input: {
      title: 'Cooker door checked',
      product: 'Large appliances',
      message: 'The door of some cookers is loose. An engineer looks at each.',
      mustReadBeforeShift: true,
    },
  },
];

interface Drafted {
  readonly brief: Made;
}

async function sendBrief({ author, approver }: Voices, source: string, brief: DemoBrief): Promise<void> {
  const { brief: made } = await change<Drafted>(author, {
    verb: brief.verb,
    input: { idempotencyKey: `${source}/brief/${brief.key}`, ...brief.input },
    expected: ['BriefDrafted'],
    select: '... on BriefDrafted { brief { id } }',
  });
  const briefId = made.id;
  // Asked for anew: what comes back for a key is the first answer, when it was a draft.
  const { brief: now } = await author.ask<{ brief: { readonly state: string } }>(
    'query Demo($briefId: ID!) { brief(id: $briefId) { state } }',
    { briefId },
  );
  if (now.state === 'DRAFT') {
    const dates = { liveFrom: inDays(brief.liveInDays), liveUntil: inDays(brief.endsInDays) };
    if (brief.endsInDays !== undefined)
      await change(author, { verb: 'amendBrief', input: { briefId, ...dates }, expected: ['BriefAmended'] });
    await change(approver, { verb: 'publishBrief', input: { briefId }, expected: ['BriefPublished'] });
  }
  if (brief.cancelled !== undefined)
    await change(approver, {
      verb: 'cancelBrief',
      input: { briefId, reason: brief.cancelled },
      expected: ['BriefCancelled', 'IllegalBriefState'],
    });
}

/** Brings the demo's promotion briefs, one live, one scheduled, one ended, and its bulletins into the graph. */
export async function sendBriefs(voices: Voices, source: string): Promise<void> {
  await Promise.all(BRIEFS.map((brief) => sendBrief(voices, source, brief)));
}
