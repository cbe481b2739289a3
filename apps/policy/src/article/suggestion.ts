import type { Article } from './article.ts';

/** What a case is about, from the general to the particular. */
export interface Category {
  readonly product?: string | null;
  readonly subProduct?: string | null;
  readonly issue?: string | null;
  readonly subIssue?: string | null;
}

/** What the cases service says of a case, for articles to be suggested. */
export interface Case {
  readonly id: string;
  readonly category?: Category | null;
}

/** The most articles that are suggested at once. */
export const MAX_SUGGESTIONS = 20;

/** Words as they are compared: however they are written in capitals. */
const compared = (words: string) => words.trim().toLowerCase();

/** The steps of a category that are known, the most particular first, as they are compared. */
export const stepsOf = ({ product, subProduct, issue, subIssue }: Category): readonly string[] =>
  [subIssue, issue, subProduct, product].flatMap((step) => (step ? compared(step) : []));

/** Of these articles those whose category is one of the steps: first those of the most particular one, and of each the newest first. */
export function suggestionsFor(steps: readonly string[], articles: readonly Article[]): readonly Article[] {
  const placeOf = ({ category }: Article) => (category === null ? -1 : steps.indexOf(compared(category)));
  return articles
    .filter((article) => placeOf(article) >= 0)
    .sort((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? 1 : -1));
}
