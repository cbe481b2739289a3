import { reaches, type Outlook } from '../directory/reach.ts';
import type { Person } from './person.ts';

/** Whoever asks for an e-mail address: how far they see, and what they may do. */
export interface Asker extends Outlook {
  readonly scopes: readonly string[];
}

/** The scope that opens what is sensitive about people. */
export const SENSITIVE = 'workforce:sensitive';

/** Whether somebody may ask for anybody's address at all: with the scope, or for their own. */
export const mayAskForEmail = (asker: Asker): boolean =>
  asker.scopes.includes(SENSITIVE) || asker.personId !== undefined;

/** What somebody learns of a person's address: the address, nothing because the person is beyond their reach, or a refusal. */
export function emailFor(
  asker: Asker,
  person: Person,
  regionId: string | null,
): 'SHOWN' | 'OUT_OF_REACH' | 'FORBIDDEN' {
  if (asker.personId === person.id) return 'SHOWN';
  if (!asker.scopes.includes(SENSITIVE)) return 'FORBIDDEN';
  const { siteId, teamId, id } = person;
  return reaches(asker, { regionId, siteId, teamId, personId: id }) ? 'SHOWN' : 'OUT_OF_REACH';
}
