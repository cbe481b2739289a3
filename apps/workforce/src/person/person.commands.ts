import type { InvalidInput } from '@courtesy/kernel';
import type { IdempotencyKeyReused, Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { JoinPeopleInput, JoinPersonInput } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { addMany, addOne, type Kind } from '../directory/directory.commands.ts';
import { findSites } from '../site/site.store.ts';
import { findTeams } from '../team/team.store.ts';
import {
  newPerson,
  problemsOfNewcomer,
  problemsOfPosting,
  type Newcomer,
  type Posting,
  type Surroundings,
} from './joining.ts';
import { joinedEvent } from './person-events.ts';
import type { PeopleJoined, Person, PersonJoined } from './person.ts';
import { findPeople, lockReportingLines, saveLines } from './person.store.ts';
import { personTable } from './person.table.ts';
import { changeLines } from './reporting-line.ts';

const named = (ids: readonly (string | null | undefined)[]): string[] => [...new Set(ids)].flatMap((id) => id ?? []);

/** What stands in the directory under the ids that these postings name, and the sites of the teams among them. */
export async function surroundingsOf(
  tx: Transaction,
  postings: readonly { readonly [Id in keyof Posting]?: Posting[Id] | null | undefined }[],
): Promise<Surroundings> {
  const teams = await findTeams(tx.manager, named(postings.map(({ teamId }) => teamId)));
  const teamSites = [...teams.values()].map(({ siteId }) => siteId);
  const sites = await findSites(tx.manager, named([...postings.map(({ siteId }) => siteId), ...teamSites]));
  const people = await findPeople(tx.manager, named(postings.map(({ managerId }) => managerId)));
  return { sites, teams, people };
}

/** Lets a change of somebody at this site and in this team pass only where the caller sees all of it. Throws FORBIDDEN otherwise. */
export function requirePostingInReach(
  context: Context,
  posting: Posting,
  around: Surroundings,
  personId?: string,
): void {
  const { siteId, teamId } = posting;
  requireReach(context, { regionId: around.sites.get(siteId)?.regionId, siteId, teamId, personId });
}

const people: Kind<Newcomer, Person> = {
  table: personTable,
  problemsOf: problemsOfNewcomer,
  check: async (context, tx, newcomers) => {
    if (newcomers.some(({ managerId }) => managerId)) await lockReportingLines(tx.manager);
    const around = await surroundingsOf(tx, newcomers);
    for (const newcomer of newcomers) requirePostingInReach(context, newcomer, around);
    return newcomers.map((newcomer) => problemsOfPosting(newcomer, around));
  },
  create: (context, newcomer) => newPerson(newcomer, { id: context.newId('pers'), now: context.now() }),
  announce: async (context, tx, added) => {
    const lines = added.map(({ id, managerId, joinedAt }) => ({ personId: id, managerId, at: joinedAt }));
    await saveLines(
      tx.manager,
      changeLines([], lines, () => context.newId('line')),
    );
    tx.emit(...added.map(joinedEvent));
  },
};

/** Records that somebody joined, once however often the same key or reference comes. */
export async function joinPerson(
  context: Context,
  input: JoinPersonInput,
): Promise<PersonJoined | InvalidInput | IdempotencyKeyReused> {
  const outcome = await addOne(context, people, 'joinPerson', input);
  if (outcome.type !== 'Addition') return outcome;
  return { type: 'PersonJoined', disposition: outcome.disposition, person: outcome.entity };
}

/** Records many people of another system. */
export async function joinPeople(context: Context, input: JoinPeopleInput): Promise<PeopleJoined | InvalidInput> {
  const outcome = await addMany(context, people, 'people', input.people);
  if (outcome.type === 'InvalidInput') return outcome;
  const taken = outcome.taken.map(({ index, disposition, entity }) => ({ index, disposition, person: entity }));
  return { type: 'PeopleJoined', people: taken, refused: outcome.refused };
}
