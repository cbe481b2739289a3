import type { Problem } from '@courtesy/kernel';

/** The longest name, and the longest id in another system, in characters. */
export const MAX_NAME = 300;

/** The longest reason that somebody gives, in characters. */
export const MAX_REASON = 2_000;

/** What is wrong with a text that must say something; null when nothing is. PostgreSQL keeps neither NUL nor half a character. */
export function problemWithText(path: string, text: string, max: number): Problem | null {
  if (text.trim() === '') return { path, message: 'is empty; leave it out when it is unknown' };
  if (text.length > max) return { path, message: `has ${text.length} characters; at most ${max} are kept` };
  if (text.includes('\0') || !text.isWellFormed()) return { path, message: 'has characters that are no text' };
  return null;
}

/** As {@link problemWithText}, for a text that may be absent. */
export function problemWithOptional(path: string, text: string | null | undefined, max: number): Problem | null {
  return text === null || text === undefined ? null : problemWithText(path, text, max);
}

/** The problems of a part of an input, at their places in the whole. */
export const under = (path: string, problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => ({ ...problem, path: `${path}.${problem.path}` }));

/** The text as it is kept: without the spaces around it, null when absent. */
export const kept = (text: string | null | undefined): string | null => text?.trim() || null;
