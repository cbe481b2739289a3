import type { JourneyStageInput, RecordNeedInput } from '@courtesy/graph-types/customers';
import type { Organisation } from './organisation.ts';
import { chanceOf } from './random.ts';

/** A visit to come of the demo. */
export interface DemoVisit {
  /** The customer's number, from 0. */
  readonly customer: number;
  /** The keys of who goes and of where it is. */
  readonly person: string;
  readonly site: string;
  readonly visit: {
    readonly purpose: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
    /** As the graph takes it, in ISO 8601. */
    readonly travelBefore: string;
    readonly travelAfter: string;
  };
}

/** A need of the demo. */
export interface DemoNeed {
  readonly customer: number;
  readonly need: Pick<RecordNeedInput, 'text'>;
}

/** The journey that the demo's cases are tagged with. */
export const DEMO_JOURNEY: { readonly name: string; readonly stages: readonly JourneyStageInput[] } = {
  name: 'Buying and owning something',
  stages: [
    {
      name: 'Choose',
      touchpoints: [
        { name: 'Web shop', channel: 'WEB' },
        { name: 'Advice at the shop', channel: 'FACE_TO_FACE' },
      ],
    },
    {
      name: 'Receive',
      touchpoints: [
        { name: 'Delivery', channel: 'FACE_TO_FACE' },
        { name: 'Bill', channel: 'LETTER' },
      ],
    },
    {
      name: 'Use',
      touchpoints: [
        { name: 'Help line', channel: 'PHONE' },
        { name: 'Repair at home', channel: 'FACE_TO_FACE' },
        { name: 'Return desk', channel: 'FACE_TO_FACE' },
      ],
    },
  ],
};

/** How many touchpoints the journey has. */
export const DEMO_TOUCHPOINTS = DEMO_JOURNEY.stages.flatMap(({ touchpoints }) => touchpoints).length;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PURPOSES = ['Mend a washing machine', 'Explain the new contract', 'Look at damage from a delivery'];
const NEEDS = ['A person to call who knows the matter', 'A repair before the weekend', 'A bill that can be understood'];

/** Visits of the days to come, each by somebody of the organisation. */
export function demoVisits(seed: string, { people }: Organisation, now: Date): DemoVisit[] {
  const agents = people.filter(({ jobRole }) => jobRole === 'AGENT').slice(0, 6);
  return agents.map(({ key, site }, index) => {
    const chance = chanceOf(seed, 'visit', index);
    const day = Math.floor(now.getTime() / DAY_MS) + 1 + chance.whole(0, 5);
    const startsAt = new Date(day * DAY_MS + chance.whole(8, 15) * HOUR_MS);
    const purpose = PURPOSES[index % PURPOSES.length] ?? '';
    return {
      ...{ customer: index, person: key, site },
      visit: {
        ...{ purpose, startsAt, endsAt: new Date(startsAt.getTime() + HOUR_MS) },
        ...{ travelBefore: 'PT30M', travelAfter: 'PT30M' },
      },
    };
  });
}

/** What a few customers ask for. */
export const demoNeeds = (): DemoNeed[] => NEEDS.map((text, customer) => ({ customer, need: { text } }));

/** Which touchpoint the case at a place in the list of cases was about, from 0: some more often than others, and one never. */
export const touchpointOfCase = (seed: string, index: number): number => {
  const chance = chanceOf(seed, 'touchpoint', index);
  return Math.min(chance.whole(0, DEMO_TOUCHPOINTS - 2), chance.whole(0, DEMO_TOUCHPOINTS - 2));
};
