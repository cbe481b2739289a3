import { isIdOf, type Problem } from '@courtesy/kernel';
import type {
  LinkAffectedCustomersInput,
  PlanCommunicationsInput,
  ProposeIncidentInput,
  ReviewIncidentInput,
} from '@courtesy/graph-types/cases';
import { MAX_REASON, MAX_SUBJECT, problemWithNote, problemWithText } from '../case/case.ts';
import { MAX_NAME } from '../case/opening.ts';

/** The longest description, note, update or account of a review, in characters. */
export const MAX_STORY = 20_000;
/** The most sites, audiences, causes or actions. */
export const MAX_PARTS = 100;
/** The most customers that are linked at once. */
export const MAX_AFFECTED = 1000;

const some = (problems: readonly (Problem | null)[]): Problem[] => problems.flatMap((problem) => problem ?? []);

/** What is wrong with an id that may be absent; none when nothing is. */
export const problemsOfId = (path: string, prefix: string, id: string | null | undefined): Problem[] =>
  id != null && !isIdOf(prefix, id) ? [{ path, message: `"${id}" is not the id of a ${prefix}` }] : [];

/** What is wrong with a time that may be absent and is not after now; none when nothing is. */
export const problemsOfPast = (path: string, at: Date | null | undefined, now: Date): Problem[] =>
  at && at > now ? [{ path, message: 'lies in the future' }] : [];

const problemsOfCount = (path: string, list: readonly unknown[], least: number, most: number): Problem[] =>
  list.length < least || list.length > most
    ? [{ path, message: `has ${list.length} items; send ${least} to ${most}` }]
    : [];

/** What is wrong with a text that a person must give; none when nothing is. */
export const problemsOfStory = (path: string, text: string): Problem[] =>
  some([problemWithText(path, text, MAX_STORY)]);

/** What is wrong with a reason; none when nothing is. */
export const problemsOfReason = (reason: string): Problem[] => some([problemWithText('reason', reason, MAX_REASON)]);

/** What is wrong with a proposal; none when nothing is. */
export const problemsOfProposal = ({ title, description, siteIds }: ProposeIncidentInput): Problem[] => [
  ...some([problemWithText('title', title, MAX_SUBJECT), problemWithNote('description', description ?? '', MAX_STORY)]),
  ...problemsOfCount('siteIds', siteIds ?? [], 0, MAX_PARTS),
  ...(siteIds ?? []).flatMap((id, i) => problemsOfId(`siteIds[${i}]`, 'site', id)),
];

/** What is wrong with a list of affected customers and with what is told of their cases; none when nothing is. */
export const problemsOfAffected = (input: LinkAffectedCustomersInput): Problem[] => [
  ...problemsOfCount('customerIds', input.customerIds, 1, MAX_AFFECTED),
  ...input.customerIds.flatMap((id, i) => problemsOfId(`customerIds[${i}]`, 'cust', id)),
  ...problemsOfId('siteId', 'site', input.siteId),
  ...problemsOfId('teamId', 'team', input.teamId),
  ...some([input.subject == null ? null : problemWithText('subject', input.subject, MAX_SUBJECT)]),
];

/** What is wrong with a plan; none when nothing is. */
export const problemsOfPlan = ({ audiences, channels, updateEvery }: PlanCommunicationsInput): Problem[] => [
  ...problemsOfCount('audiences', audiences, 1, MAX_PARTS),
  ...problemsOfCount('channels', channels, 1, MAX_PARTS),
  ...some(audiences.map((each, i) => problemWithText(`audiences[${i}]`, each, MAX_NAME))),
  ...(updateEvery != null && updateEvery <= 0 ? [{ path: 'updateEvery', message: 'is no length of time' }] : []),
];

/** What is wrong with a review; none when nothing is. */
export const problemsOfReview = ({ whatHappened, causes, actions }: ReviewIncidentInput): Problem[] => [
  ...problemsOfStory('whatHappened', whatHappened),
  ...problemsOfCount('causes', causes, 1, MAX_PARTS),
  ...problemsOfCount('actions', actions, 0, MAX_PARTS),
  ...some(causes.map((each, i) => problemWithText(`causes[${i}]`, each, MAX_REASON))),
  ...some(actions.map(({ title }, i) => problemWithText(`actions[${i}].title`, title, MAX_SUBJECT))),
  ...actions.flatMap(({ ownerId }, i) => problemsOfId(`actions[${i}].ownerId`, 'pers', ownerId)),
];
