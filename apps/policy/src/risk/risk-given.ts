import { isIdOf, type Problem } from '@courtesy/kernel';
import type { InputMaybe, RiskCategory, RiskLevel, RiskTreatment } from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';
import { problemsOfNote, problemsOfReason } from '../policy/policy-version.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import { linksOf, problemsOfLinks, type PolicyLinkGiven } from './policy-link.ts';
import type { RiskDescription } from './risk.ts';

/** What a caller says of a risk beside its ratings. What is absent stays as it is, or is not said. */
export interface RiskGiven {
  readonly title?: InputMaybe<string>;
  readonly description?: InputMaybe<string>;
  readonly cause?: InputMaybe<string>;
  readonly consequence?: InputMaybe<string>;
  readonly category?: InputMaybe<RiskCategory>;
  readonly ownerId?: InputMaybe<string>;
  readonly appetite?: InputMaybe<RiskLevel>;
  readonly treatment?: InputMaybe<RiskTreatment>;
  readonly reviewDueAt?: InputMaybe<Date>;
  readonly policies?: InputMaybe<readonly PolicyLinkGiven[]>;
  readonly incidentIds?: InputMaybe<readonly string[]>;
}

const MAX_INCIDENTS = 200;

/** What is wrong with who answers for something; empty when nothing is. */
export const problemsOfOwner = (ownerId: string | null | undefined): Problem[] =>
  ownerId == null || isIdOf('pers', ownerId)
    ? []
    : [{ path: 'ownerId', message: `"${ownerId}" is not the id of a person` }];

function problemsOfIncidents(ids: readonly string[]): Problem[] {
  if (ids.length > MAX_INCIDENTS)
    return [{ path: 'incidentIds', message: `has ${ids.length} cases; at most ${MAX_INCIDENTS} are kept` }];
  return ids.flatMap((id, i) =>
    isIdOf('case', id) ? [] : [{ path: `incidentIds[${i}]`, message: `"${id}" is not the id of a case` }],
  );
}

/** Everything that is wrong with what is said of a risk; empty when nothing is. */
export function problemsOfRisk({ title, description, cause, consequence, ...given }: RiskGiven): Problem[] {
  return [
    ...(title == null ? [] : problemsOfName('title', title)),
    ...(description == null ? [] : problemsOfReason('description', description)),
    ...problemsOfNote('cause', cause),
    ...problemsOfNote('consequence', consequence),
    ...problemsOfOwner(given.ownerId),
    ...problemsOfInstant('reviewDueAt', given.reviewDueAt),
    ...problemsOfLinks(given.policies),
    ...problemsOfIncidents(given.incidentIds ?? []),
  ];
}

/** What is given of a risk's description; what is absent is left out. */
export function descriptionGiven(given: RiskGiven): Partial<RiskDescription> {
  const { title, description, cause, consequence, policies, incidentIds } = given;
  const { category, ownerId, appetite, treatment, reviewDueAt } = given;
  return {
    ...(title != null && { title: title.trim() }),
    ...(description != null && { description: description.trim() }),
    ...(cause != null && { cause: cause.trim() }),
    ...(consequence != null && { consequence: consequence.trim() }),
    ...(category != null && { category }),
    ...(ownerId != null && { ownerId }),
    ...(appetite != null && { appetite }),
    ...(treatment != null && { treatment }),
    ...(reviewDueAt != null && { reviewDueAt }),
    ...(policies != null && { policies: linksOf(policies) }),
    ...(incidentIds != null && { incidentIds: [...new Set(incidentIds)] }),
  };
}
