import { isIdOf, type Problem } from '@courtesy/kernel';
import type { CasePriority, CaseType, CategoryInput, Channel, InputMaybe } from '@courtesy/graph-types/cases';
import { MAX_SUBJECT, problemWithNote, problemWithText, type Case } from './case.ts';

/** What a customer brought, before it is a case. */
export interface Matter {
  readonly type: CaseType;
  readonly priority?: InputMaybe<CasePriority>;
  readonly channel: Channel;
  readonly subject: string;
  readonly category?: InputMaybe<CategoryInput>;
  readonly customerId: string;
  readonly siteId?: InputMaybe<string>;
  readonly teamId?: InputMaybe<string>;
  readonly assigneeId?: InputMaybe<string>;
  readonly openedAt: Date;
  readonly externalReference?: InputMaybe<{ readonly source: string; readonly id: string }>;
}

/** The longest step of a category and the longest external id, in characters. */
export const MAX_NAME = 300;

const owners = {
  customerId: ['cust', 'customer'],
  siteId: ['site', 'site'],
  teamId: ['team', 'team'],
  assigneeId: ['pers', 'person'],
} as const;

/** Everything that keeps a matter from becoming a case; empty when nothing does. */
export function problemsOfMatter(matter: Matter, now: Date): Problem[] {
  const problems: Problem[] = [];
  const subject = problemWithText('subject', matter.subject, MAX_SUBJECT);
  if (subject) problems.push(subject);
  for (const [path, [prefix, noun]] of Object.entries(owners)) {
    const id = matter[path as keyof typeof owners];
    if (typeof id === 'string' && !isIdOf(prefix, id))
      problems.push({ path, message: `"${id}" is not the id of a ${noun}` });
  }
  if (matter.openedAt > now)
    problems.push({ path: 'openedAt', message: 'lies in the future; give the time it was brought' });
  for (const [step, name] of Object.entries(matter.category ?? {})) {
    const problem = problemWithNote(`category.${step}`, name ?? '', MAX_NAME);
    if (problem) problems.push(problem);
  }
  for (const part of ['source', 'id'] as const) {
    const problem =
      matter.externalReference &&
      problemWithText(`externalReference.${part}`, matter.externalReference[part], MAX_NAME);
    if (problem) problems.push(problem);
  }
  return problems;
}

/** A matter of somebody whose cases go before others, which are handled with priority HIGH at least. */
export const givenPrecedence = <M extends Matter>(matter: M): M =>
  matter.priority === 'URGENT' ? matter : { ...matter, priority: 'HIGH' };

/** A case as it begins: new, and given to whoever the matter names. */
export function newCase(matter: Matter, identity: { readonly id: string; readonly number: number }): Case {
  const { category, externalReference } = matter;
  const given = Boolean(matter.siteId ?? matter.teamId ?? matter.assigneeId);
  return {
    ...identity,
    type: matter.type,
    status: 'NEW',
    priority: matter.priority ?? 'NORMAL',
    channel: matter.channel,
    subject: matter.subject,
    product: category?.product ?? null,
    subProduct: category?.subProduct ?? null,
    issue: category?.issue ?? null,
    subIssue: category?.subIssue ?? null,
    customerId: matter.customerId,
    siteId: matter.siteId ?? null,
    teamId: matter.teamId ?? null,
    assigneeId: matter.assigneeId ?? null,
    openedAt: matter.openedAt,
    assignedAt: given ? matter.openedAt : null,
    resolvedAt: null,
    closedAt: null,
    outcome: null,
    statusReason: null,
    respondedInTime: null,
    disputed: null,
    reopenCount: 0,
    source: externalReference?.source ?? null,
    sourceId: externalReference?.id ?? null,
    version: 1,
  };
}
