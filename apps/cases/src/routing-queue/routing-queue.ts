import { isIdOf, type Duration, type Problem } from '@courtesy/kernel';
import type {
  CaseType,
  Channel,
  PublishRoutingQueueInput,
  QueueSkillInput,
  RoutingDelivery,
  RoutingNeed,
} from '@courtesy/graph-types/cases';
import { problemWithText } from '../case/case.ts';
import { MAX_NAME } from '../case/opening.ts';

/** How much of a person's capacity a case of one channel takes. */
export interface ChannelWeight {
  readonly channel: Channel;
  readonly weight: number;
  readonly isExclusive: boolean;
}

/** A skill that is asked for, by what rules name it. */
export interface QueueSkill {
  readonly skill: string;
  readonly level: number;
  readonly isMandatory: boolean;
  /** Null when it is never dropped. */
  readonly dropAfter: Duration | null;
}

/** A skill that is asked for when an adjustment is made for the customer. */
export interface QueueNeed {
  readonly need: RoutingNeed;
  readonly skill: QueueSkill;
}

/** A version of a routing queue. It never changes; of each key the latest is in force. */
export interface RoutingQueue {
  readonly id: string;
  readonly key: string;
  readonly number: number;
  readonly name: string;
  readonly teamId: string;
  readonly position: number;
  readonly caseType: CaseType | null;
  /** Empty for every channel. */
  readonly channels: readonly Channel[];
  readonly product: string | null;
  readonly issue: string | null;
  readonly delivery: RoutingDelivery;
  readonly capacity: number;
  readonly weights: readonly ChannelWeight[];
  readonly skills: readonly QueueSkill[];
  readonly needs: readonly QueueNeed[];
  readonly overflowTeamId: string | null;
  readonly overflowAfter: Duration | null;
  readonly offerTimeout: Duration;
  readonly declineRest: Duration;
  readonly followsRoster: boolean;
  readonly followsPresence: boolean;
  readonly isRetired: boolean;
  readonly effectiveFrom: Date;
  /** The subject of the caller who published it. */
  readonly publishedBy: string;
}

/** A version of a routing queue is in force. */
export interface RoutingQueuePublished {
  readonly type: 'RoutingQueuePublished';
  readonly queue: RoutingQueue;
}

/** Cases are offered by a routing queue no more. */
export interface RoutingQueueRetired {
  readonly type: 'RoutingQueueRetired';
  readonly queue: RoutingQueue;
}

/** Another version is in force. */
export interface RoutingQueueIsOver {
  readonly type: 'RoutingQueueIsOver';
  readonly queue: RoutingQueue;
}

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** How long a case is not offered again to whoever declined it, where a queue does not say, in milliseconds. */
const DECLINE_REST_MS = 15 * 60_000;
const MAX_KEY = 100;
const MAX_CAPACITY = 1_000;
const MAX_SKILLS = 20;

const isWithin = (value: number, from: number, to: number) => value >= from && value <= to;

/** The weight of a channel by a queue: 1 unless it says otherwise. */
export const weightOf = ({ weights }: Pick<RoutingQueue, 'weights'>, channel: Channel): ChannelWeight =>
  weights.find((each) => each.channel === channel) ?? { channel, weight: 1, isExclusive: false };

const skillOf = ({ skill, level, isMandatory, dropAfter }: QueueSkillInput): QueueSkill => ({
  ...{ skill, level: level ?? 1, isMandatory, dropAfter: dropAfter ?? null },
});

/** A version as it is asked for, under an id; its number is given when it is added. */
export function queueOf(
  input: PublishRoutingQueueInput,
  mark: { readonly id: string; readonly at: Date; readonly by: string },
): Omit<RoutingQueue, 'number'> {
  return {
    ...{ id: mark.id, key: input.key.trim(), name: input.name.trim(), teamId: input.teamId },
    ...{ position: input.position ?? 0, caseType: input.caseType ?? null, channels: input.channels ?? [] },
    ...{ product: input.product ?? null, issue: input.issue ?? null, delivery: input.delivery },
    capacity: input.capacity,
    weights: (input.weights ?? []).map((each) => ({ ...each, isExclusive: each.isExclusive ?? false })),
    skills: (input.skills ?? []).map(skillOf),
    needs: (input.needs ?? []).map(({ need, skill }) => ({ need, skill: skillOf(skill) })),
    ...{ overflowTeamId: input.overflowTeamId ?? null, overflowAfter: input.overflowAfter ?? null },
    ...{ offerTimeout: input.offerTimeout, declineRest: input.declineRest ?? (DECLINE_REST_MS as Duration) },
    ...{ followsRoster: input.followsRoster ?? true, followsPresence: input.followsPresence ?? true },
    ...{ isRetired: false, effectiveFrom: mark.at, publishedBy: mark.by },
  };
}

function problemsOfSkill({ skill, level, isMandatory, dropAfter }: QueueSkill, path: string): Problem[] {
  const problems: Problem[] = [];
  const named = problemWithText(`${path}.skill`, skill, MAX_NAME);
  if (named) problems.push(named);
  if (!isWithin(level, 1, 5)) problems.push({ path: `${path}.level`, message: 'is not 1 to 5' });
  if (dropAfter === null) return problems;
  if (isMandatory) problems.push({ path: `${path}.dropAfter`, message: 'is for skills that are not mandatory' });
  if (dropAfter < 0) problems.push({ path: `${path}.dropAfter`, message: 'is less than no time' });
  return problems;
}

function problemsOfSkills({ skills, needs }: Pick<RoutingQueue, 'skills' | 'needs'>): Problem[] {
  const problems = skills.flatMap((each, i) => problemsOfSkill(each, `skills[${i}]`));
  problems.push(...needs.flatMap(({ skill }, i) => problemsOfSkill(skill, `needs[${i}].skill`)));
  if (new Set(skills.map(({ skill }) => skill)).size < skills.length)
    problems.push({ path: 'skills', message: 'names a skill twice' });
  for (const [path, list] of Object.entries({ skills, needs }))
    if (list.length > MAX_SKILLS) problems.push({ path, message: `has ${list.length} items; at most ${MAX_SKILLS}` });
  return problems;
}

function problemsOfTeams({ teamId, overflowTeamId, overflowAfter }: Omit<RoutingQueue, 'number'>): Problem[] {
  const problems: Problem[] = [];
  for (const [path, id] of Object.entries({ teamId, overflowTeamId }))
    if (id !== null && !isIdOf('team', id)) problems.push({ path, message: `"${id}" is not the id of a team` });
  if (overflowTeamId === teamId) problems.push({ path: 'overflowTeamId', message: 'is the same team' });
  if ((overflowTeamId === null) !== (overflowAfter === null))
    problems.push({ path: 'overflowAfter', message: 'goes with overflowTeamId; name both or neither' });
  if (overflowAfter !== null && overflowAfter < 0)
    problems.push({ path: 'overflowAfter', message: 'is less than no time' });
  return problems;
}

/** Everything that is wrong with a queue; empty when nothing is. */
export function problemsOfQueue(queue: Omit<RoutingQueue, 'number'>): Problem[] {
  const texts = [problemWithText('key', queue.key, MAX_KEY), problemWithText('name', queue.name, 200)];
  for (const path of ['product', 'issue'] as const)
    if (queue[path] !== null) texts.push(problemWithText(path, queue[path], MAX_NAME));
  const problems: Problem[] = texts.filter((each) => each !== null);
  problems.push(...problemsOfTeams(queue), ...problemsOfSkills(queue));
  if (!isWithin(queue.capacity, 1, MAX_CAPACITY))
    problems.push({ path: 'capacity', message: `is not 1 to ${MAX_CAPACITY}` });
  queue.weights.forEach(({ weight }, i) => {
    if (!isWithin(weight, 1, MAX_CAPACITY))
      problems.push({ path: `weights[${i}].weight`, message: `is not 1 to ${MAX_CAPACITY}` });
  });
  if (new Set(queue.weights.map(({ channel }) => channel)).size < queue.weights.length)
    problems.push({ path: 'weights', message: 'names a channel twice' });
  if (!isWithin(queue.offerTimeout, SECOND_MS, DAY_MS))
    problems.push({ path: 'offerTimeout', message: 'is not a second to a day' });
  if (queue.declineRest < 0) problems.push({ path: 'declineRest', message: 'is less than no time' });
  return problems;
}
