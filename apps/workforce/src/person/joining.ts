import { type Problem } from '@courtesy/kernel';
import type { InputMaybe, JoinPeopleItemInput } from '@courtesy/graph-types/workforce';
import { MAX_NAME, nothingThere, problemsOfId, problemsOfReference, problemsOfText } from '../directory/problems.ts';
import { referenceColumns, type ExternalReference } from '../directory/reference.ts';
import type { Site } from '../site/site.ts';
import type { Team } from '../team/team.ts';
import type { Person } from './person.ts';

/** Somebody who is to join. */
export type Newcomer = Omit<JoinPeopleItemInput, 'externalReference'> & {
  readonly externalReference?: InputMaybe<ExternalReference>;
};

/** The longest e-mail address there can be, in characters (RFC 5321). */
const MAX_EMAIL = 254;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

const problemsOfEmail = (email: InputMaybe<string>): Problem[] =>
  email && (!EMAIL.test(email) || email.length > MAX_EMAIL)
    ? [{ path: 'email', message: 'is not an e-mail address' }]
    : [];

/** Everything that keeps somebody from joining, in itself; empty when nothing does. */
export function problemsOfNewcomer(newcomer: Newcomer, now: Date): Problem[] {
  const names = (['givenName', 'familyName'] as const).flatMap((path) => {
    const name = newcomer[path];
    return name == null ? [] : problemsOfText(path, name, MAX_NAME);
  });
  const isAhead = newcomer.joinedAt && newcomer.joinedAt > now;
  return [
    ...problemsOfText('displayName', newcomer.displayName, MAX_NAME),
    ...names,
    ...problemsOfEmail(newcomer.email),
    ...problemsOfId('siteId', 'site', newcomer.siteId),
    ...problemsOfId('teamId', 'team', newcomer.teamId),
    ...problemsOfId('managerId', 'pers', newcomer.managerId),
    ...(isAhead ? [{ path: 'joinedAt', message: 'lies in the future' }] : []),
    ...problemsOfReference(newcomer.externalReference),
  ];
}

/** What stands in the directory under the ids that newcomers and movers name. */
export interface Surroundings {
  readonly sites: ReadonlyMap<string, Site>;
  readonly teams: ReadonlyMap<string, Team>;
  readonly people: ReadonlyMap<string, Person>;
}

/** Where somebody is to work, and for whom. */
export interface Posting {
  readonly siteId: string;
  readonly teamId?: InputMaybe<string>;
  readonly managerId?: InputMaybe<string>;
}

/** What is wrong with a posting: it names what is not there, a team of another site, or a manager who has left. */
export function problemsOfPosting(posting: Posting, around: Surroundings): Problem[] {
  const problems: Problem[] = [];
  if (!around.sites.has(posting.siteId)) problems.push(nothingThere('siteId', posting.siteId));
  if (posting.teamId) {
    const team = around.teams.get(posting.teamId);
    if (!team) problems.push(nothingThere('teamId', posting.teamId));
    else if (team.siteId !== posting.siteId)
      problems.push({ path: 'teamId', message: `works at another site, ${team.siteId}` });
  }
  if (posting.managerId) {
    const manager = around.people.get(posting.managerId);
    if (!manager) problems.push(nothingThere('managerId', posting.managerId));
    else if (manager.leftAt) problems.push({ path: 'managerId', message: `has left the organisation` });
  }
  return problems;
}

/** Somebody as they begin. */
export function newPerson(newcomer: Newcomer, identity: { readonly id: string; readonly now: Date }): Person {
  return {
    id: identity.id,
    displayName: newcomer.displayName.trim(),
    givenName: newcomer.givenName?.trim() ?? null,
    familyName: newcomer.familyName?.trim() ?? null,
    email: newcomer.email ?? null,
    jobRole: newcomer.jobRole,
    siteId: newcomer.siteId,
    teamId: newcomer.teamId ?? null,
    managerId: newcomer.managerId ?? null,
    joinedAt: newcomer.joinedAt ?? identity.now,
    leftAt: null,
    ...referenceColumns(newcomer.externalReference),
    version: 1,
  };
}
