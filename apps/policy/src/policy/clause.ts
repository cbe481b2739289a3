import type { Problem } from '@courtesy/kernel';
import type { ClauseInput, InputMaybe } from '@courtesy/graph-types/policy';
import { MAX_NAME } from '../calendar/calendar.ts';

/** One provision of a version. Never changed: another wording is another clause under the same anchor. */
export interface Clause {
  readonly id: string;
  readonly policyVersionId: string;
  /** By what the clause is known in every version of its policy, such as `2.1` or `refund-window`. */
  readonly anchor: string;
  readonly heading: string | null;
  readonly text: string;
}

/** A place in a policy, whatever its version says there. */
export interface Provision {
  readonly policyId: string;
  readonly anchor: string;
}

/** A provision in one word, `pol_…#anchor`. */
export const citationOf = ({ policyId, anchor }: Provision): string => `${policyId}#${anchor}`;

/** The provision that a word of {@link citationOf} names. */
export function cited(citation: string): Provision {
  const [policyId = '', anchor = ''] = citation.split('#');
  return { policyId, anchor };
}

/** The most clauses of a version. */
export const MAX_CLAUSES = 500;
/** The longest text of a clause, in characters. */
export const MAX_CLAUSE_TEXT = 20_000;
const ANCHOR = /^[a-z0-9][a-z0-9.-]{0,63}$/;

function problemsOfClause({ anchor, heading, text }: ClauseInput, path: string): Problem[] {
  const problems: Problem[] = [];
  if (!ANCHOR.test(anchor)) {
    const message = `"${anchor}" is no anchor; use at most 64 of a-z, 0-9, dots and hyphens, such as 2.1 or refund-window`;
    problems.push({ path: `${path}.anchor`, message });
  }
  if ((heading?.length ?? 0) > MAX_NAME)
    problems.push({ path: `${path}.heading`, message: `has more than ${MAX_NAME} characters` });
  if (text.trim() === '') problems.push({ path: `${path}.text`, message: 'is empty; say what the clause provides' });
  if (text.length > MAX_CLAUSE_TEXT)
    problems.push({
      path: `${path}.text`,
      message: `has ${text.length} characters; at most ${MAX_CLAUSE_TEXT} are kept`,
    });
  return problems;
}

/** Everything that keeps clauses from being drafted, by place in the input; empty when nothing does. */
export function problemsOfClauses(clauses: InputMaybe<readonly ClauseInput[]>): Problem[] {
  const given = clauses ?? [];
  if (given.length > MAX_CLAUSES)
    return [{ path: 'clauses', message: `has ${given.length} clauses; a version has at most ${MAX_CLAUSES}` }];
  const places = new Map<string, number>();
  return given.flatMap((clause, index) => {
    const first = places.get(clause.anchor);
    if (first === undefined) places.set(clause.anchor, index);
    const message = `is that of clauses[${first}] too; within a version each anchor is one clause's`;
    return [
      ...problemsOfClause(clause, `clauses[${index}]`),
      ...(first === undefined ? [] : [{ path: `clauses[${index}].anchor`, message }]),
    ];
  });
}

/** The wording of a clause as it is kept. */
export const wordingOf = ({ anchor, heading, text }: ClauseInput): Pick<Clause, 'anchor' | 'heading' | 'text'> => ({
  anchor,
  heading: heading?.trim() ? heading.trim() : null,
  text: text.trim(),
});

/** Whether two clauses say the same under the same heading. */
export const saysTheSame = (a: Pick<Clause, 'heading' | 'text'>, b: Pick<Clause, 'heading' | 'text'>): boolean =>
  a.heading === b.heading && a.text === b.text;

/**
 * The clauses of a version whose wording is to be `wanted`, in that order: one that says what it said keeps its id, every other is a new
 * clause with an id of `newId`.
 */
export function reword(
  current: readonly Clause[],
  wanted: readonly ClauseInput[],
  policyVersionId: string,
  newId: () => string,
): readonly Clause[] {
  const byAnchor = new Map(current.map((each) => [each.anchor, each]));
  return wanted.map(wordingOf).map((wording) => {
    const known = byAnchor.get(wording.anchor);
    return known && saysTheSame(known, wording) ? known : { id: newId(), policyVersionId, ...wording };
  });
}
