import { isIdOf, type Problem } from '@courtesy/kernel';
import type { InputMaybe, JobRole, PolicyAudienceInput, PolicyKind } from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import type { PolicyVersion } from './policy-version.ts';

/** A policy, procedure, standard or strategy. What it says stands in its versions. */
export interface Policy {
  readonly id: string;
  readonly title: string;
  readonly kind: PolicyKind;
  readonly ownerId: string;
  /** Whom it is for by their work; empty for any. */
  readonly audienceRoles: readonly JobRole[];
  /** Whom it is for by their site; empty for any. */
  readonly audienceSiteIds: readonly string[];
  readonly reviewDueAt: Date;
  readonly version: number;
}

/** A policy was begun with the draft of its first version. */
export interface PolicyDrafted {
  readonly type: 'PolicyDrafted';
  readonly policy: Policy;
  readonly policyVersion: PolicyVersion;
}

/** A policy has another title, owner, audience or review date. */
export interface PolicyAmended {
  readonly type: 'PolicyAmended';
  readonly policy: Policy;
}

/** What a caller says of a policy beside its clauses. What is absent stays as it is. */
export interface PolicyGiven {
  readonly title?: InputMaybe<string>;
  readonly ownerId?: InputMaybe<string>;
  readonly audience?: InputMaybe<PolicyAudienceInput>;
  readonly reviewDueAt?: InputMaybe<Date>;
}

/** The most sites that an audience names. */
export const MAX_AUDIENCE_SITES = 1_000;

/** Everything that is wrong with an audience; empty when nothing is. */
export function problemsOfAudience(audience: InputMaybe<PolicyAudienceInput>): Problem[] {
  const siteIds = audience?.siteIds ?? [];
  if (siteIds.length > MAX_AUDIENCE_SITES)
    return [
      { path: 'audience.siteIds', message: `has ${siteIds.length} sites; at most ${MAX_AUDIENCE_SITES} are kept` },
    ];
  return siteIds.flatMap((id, index) =>
    isIdOf('site', id) ? [] : [{ path: `audience.siteIds[${index}]`, message: `"${id}" is not the id of a site` }],
  );
}

/** Everything that is wrong with what is said of a policy; empty when nothing is. */
export function problemsOfPolicy({ title, ownerId, audience, reviewDueAt }: PolicyGiven): Problem[] {
  return [
    ...(title == null ? [] : problemsOfName('title', title)),
    ...(ownerId == null || isIdOf('pers', ownerId)
      ? []
      : [{ path: 'ownerId', message: `"${ownerId}" is not the id of a person` }]),
    ...problemsOfAudience(audience),
    ...problemsOfInstant('reviewDueAt', reviewDueAt),
  ];
}

/** Whom a policy is for, each role and site once. */
export const audienceOf = (
  audience: InputMaybe<PolicyAudienceInput>,
): Pick<Policy, 'audienceRoles' | 'audienceSiteIds'> => ({
  audienceRoles: [...new Set(audience?.roles ?? [])],
  audienceSiteIds: [...new Set(audience?.siteIds ?? [])],
});

/** Gives a policy another title, owner, audience or review date. Its versions stay as they are. */
export function amend(current: Policy, { title, ownerId, audience, reviewDueAt }: PolicyGiven): PolicyAmended {
  const policy = {
    ...current,
    ...(title != null && { title: title.trim() }),
    ...(ownerId != null && { ownerId }),
    ...(audience != null && audienceOf(audience)),
    ...(reviewDueAt != null && { reviewDueAt }),
    version: current.version + 1,
  };
  return { type: 'PolicyAmended', policy };
}
