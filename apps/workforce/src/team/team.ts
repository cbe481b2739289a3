import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { DirectoryDisposition, FormTeamsItemInput, InputMaybe } from '@courtesy/graph-types/workforce';
import type { RefusedDirectoryItem } from '../directory/addition.ts';
import { MAX_NAME, problemsOfId, problemsOfReference, problemsOfText } from '../directory/problems.ts';
import { referenceColumns, type ExternalReference } from '../directory/reference.ts';
import type { Person, PersonHasLeft } from '../person/person.ts';

/** People of one site who share a queue and a lead. A team stays at its site. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  readonly leadId: string | null;
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly version: number;
}

/** A team to be formed. */
export type TeamPlan = Omit<FormTeamsItemInput, 'externalReference'> & {
  readonly externalReference?: InputMaybe<ExternalReference>;
};

/** A team exists: a new one, or one known before by its reference. */
export interface TeamFormed {
  readonly type: 'TeamFormed';
  readonly disposition: DirectoryDisposition;
  readonly team: Team;
}

/** A team has another lead, or none. */
export interface LeadAppointed {
  readonly type: 'LeadAppointed';
  readonly team: Team;
}

/** One item of a bulk that was taken. */
export interface BulkTeam {
  readonly index: number;
  readonly disposition: DirectoryDisposition;
  readonly team: Team;
}

/** What became of a bulk. */
export interface TeamsFormed {
  readonly type: 'TeamsFormed';
  readonly teams: readonly BulkTeam[];
  readonly refused: readonly RefusedDirectoryItem[];
}

/** Everything that keeps a team from being formed, in itself; empty when nothing does. */
export function problemsOfTeam(plan: TeamPlan): Problem[] {
  return [
    ...problemsOfText('name', plan.name, MAX_NAME),
    ...problemsOfId('siteId', 'site', plan.siteId),
    ...problemsOfReference(plan.externalReference),
  ];
}

/** A team as it begins: nobody leads it. */
export function newTeam(id: string, { name, siteId, externalReference }: TeamPlan): Team {
  return { id, name: name.trim(), siteId, leadId: null, ...referenceColumns(externalReference), version: 1 };
}

/** Gives a team another lead, or none. Only somebody of the team's own site who has not left can lead it. */
export function appoint(current: Team, lead: Person | null): LeadAppointed | PersonHasLeft | InvalidInput {
  if (lead?.leftAt) return { type: 'PersonHasLeft', person: lead };
  if (lead && lead.siteId !== current.siteId)
    return invalidInput([{ path: 'leadId', message: `works at another site than the team; move them to it first` }]);
  const leadId = lead?.id ?? null;
  if (leadId === current.leadId) return { type: 'LeadAppointed', team: current };
  return { type: 'LeadAppointed', team: { ...current, leadId, version: current.version + 1 } };
}
