import { scaleOf, type SurveyProgrammeVersion } from './programme.ts';
import type { SurveyInvitation } from './invitation.ts';
import type { SurveyResponse } from './response.ts';

/** What whoever has a link is shown. */
export interface LinkPage {
  readonly question: string;
  readonly wordsQuestion: string | null;
  readonly lowest: number;
  readonly highest: number;
  /** What they said; null while they said nothing. */
  readonly score: number | null;
  readonly words: string | null;
  /** Until when it can be answered or corrected; null when it cannot any more. */
  readonly answerableUntil: string | null;
  /** What came of what they sent; null when they sent nothing. */
  readonly message: string | null;
}

/** What is shown of an invitation and what was said. */
export function pageOf(
  {
    invitation,
    terms,
    response,
  }: {
    readonly invitation: SurveyInvitation;
    readonly terms: SurveyProgrammeVersion;
    readonly response: SurveyResponse | null;
  },
  { at, message }: { readonly at: Date; readonly message: string | null },
): LinkPage {
  const until = response ? response.correctableUntil : invitation.expiresAt;
  const { question, wordsQuestion } = terms;
  return {
    ...{ question, wordsQuestion, ...scaleOf[invitation.kind], message },
    ...{ score: response?.score ?? null, words: response?.words ?? null },
    answerableUntil: until && at < until ? until.toISOString() : null,
  };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text so that a browser shows it and runs nothing of it. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (each) => entities[each] ?? '');

function form({ lowest, highest, score, words, question, wordsQuestion }: LinkPage): string {
  const scores = Array.from({ length: highest - lowest + 1 }, (_, i) => lowest + i);
  const choices = scores.map(
    (each) =>
      `<label><input type="radio" name="score" value="${each}" required${each === score ? ' checked' : ''}> ${each}</label>`,
  );
  const beside = wordsQuestion
    ? `<p><label>${escaped(wordsQuestion)}<br><textarea name="words" rows="4" cols="60" maxlength="5000">${escaped(words ?? '')}</textarea></label></p>`
    : '';
  return `<form method="post"><fieldset><legend>${escaped(question)}</legend>${choices.join(' ')}</fieldset>${beside}<p><button>Send</button></p></form>`;
}

/** The page as HTML: it works without scripts, and nothing on it is preset for whoever has said nothing. */
export function htmlOf(page: LinkPage): string {
  const message = page.message ? `<p role="status">${escaped(page.message)}</p>` : '';
  const body = page.answerableUntil === null ? '<p>This can be answered no more.</p>' : form(page);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(page.question)}</title></head><body><main>${message}${body}</main></body></html>`;
}
