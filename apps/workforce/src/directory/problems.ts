import { isIdOf, type Problem } from '@courtesy/kernel';
import type { InputMaybe } from '@courtesy/graph-types/workforce';
import type { ExternalReference } from './reference.ts';

/** The longest name of anything in the directory, in characters. */
export const MAX_NAME = 200;
/** The longest source and the longest id of an external reference, in characters. */
export const MAX_REFERENCE = 300;

/** What is wrong with a text that must be given; empty when nothing is. */
export function problemsOfText(path: string, text: string, max: number): Problem[] {
  if (text.trim() === '') return [{ path, message: 'is empty' }];
  return text.length > max ? [{ path, message: `has ${text.length} characters; at most ${max} are kept` }] : [];
}

/** What is wrong with an external reference; nothing when there is none. */
export function problemsOfReference(reference: InputMaybe<ExternalReference>): Problem[] {
  if (!reference) return [];
  return [
    ...problemsOfText('externalReference.source', reference.source, MAX_REFERENCE),
    ...problemsOfText('externalReference.id', reference.id, MAX_REFERENCE),
  ];
}

const nouns = { reg: 'region', site: 'site', team: 'team', pers: 'person' } as const;

/** What is wrong with an id that may be absent: it is the id of something else. */
export function problemsOfId(path: string, prefix: keyof typeof nouns, id: InputMaybe<string>): Problem[] {
  return id && !isIdOf(prefix, id) ? [{ path, message: `"${id}" is not the id of a ${nouns[prefix]}` }] : [];
}

/** What is wrong with an id that names nothing on record. */
export const nothingThere = (path: string, id: string): Problem => ({ path, message: `"${id}" is not on record` });
