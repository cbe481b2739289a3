import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { LetterFormat, SendLetterInput } from '@courtesy/graph-types/policy';
import { adjustmentsMade } from '../adjustment/adjustment.store.ts';
import { canonicalLanguages, problemsOfLanguages } from '../language/language.ts';
import { letterAdjustments, wantedFormat } from './adjusted.ts';
import { letterSentEvent } from './letter-events.ts';
import { letterTemplatesById } from './letter-template.store.ts';
import { letterVersionsAt } from './letter-version.store.ts';
import type { MergeValue } from './merge-value.ts';
import {
  problemsOfAddressee,
  render,
  type LetterRendered,
  type LetterSent,
  type MergeValuesUnfit,
  type NoLetterInUse,
  type SentLetter,
} from './sent-letter.ts';
import { keepLetter } from './sent-letter.store.ts';
import type { VariantWanted } from './variant.ts';

/** What can come of writing a letter. */
export type RenderLetterOutcome = LetterRendered | MergeValuesUnfit | NoLetterInUse | NotFound;
/** What can come of sending a letter. */
export type SendLetterOutcome =
  LetterSent | MergeValuesUnfit | NoLetterInUse | NotFound | InvalidInput | IdempotencyKeyReused;

/** Which letter is to be written, and what it is told. */
export interface LetterAsked {
  readonly letterTemplateId: string;
  readonly wanted: VariantWanted;
  readonly fields: readonly MergeValue[];
  readonly at: Date;
}

/** For whom a letter is written, and what they can read as far as the caller says. */
export interface ReaderNamed {
  readonly customerId?: string | null | undefined;
  readonly languages?: readonly string[] | null | undefined;
  readonly format?: LetterFormat | null | undefined;
}

/** What the reader of a letter wants: what the caller says, and the adjustments that are made for them. */
export async function variantWanted(context: Context, reader: ReaderNamed): Promise<VariantWanted> {
  const adjustments = letterAdjustments(await adjustmentsMade(context, reader.customerId));
  const languages = canonicalLanguages(reader.languages ?? []);
  return { languages, format: wantedFormat(reader.format, adjustments), adjustments };
}

/** Writes a letter with the version that was in use at an instant. Keeps nothing. */
export async function renderLetter(context: Context, asked: LetterAsked): Promise<RenderLetterOutcome> {
  const { letterTemplateId: id, wanted, fields, at } = asked;
  const template = await context.load(letterTemplatesById, id, undefined);
  if (!template) return notFound(id);
  const version = await context.load(letterVersionsAt, id, { at });
  return version ? render(template, version, wanted, fields) : { type: 'NoLetterInUse', letterTemplate: template, at };
}

const letterOf = (context: Context, input: SendLetterInput, rendered: LetterRendered): SentLetter => ({
  id: context.newId('sltr'),
  letterTemplateVersionId: rendered.letterTemplateVersion.id,
  caseId: input.caseId ?? null,
  customerId: input.customerId,
  language: rendered.language,
  format: rendered.format,
  match: rendered.match,
  wantedLanguages: rendered.wanted.languages,
  wantedFormat: rendered.wanted.format,
  adjustments: rendered.wanted.adjustments,
  subject: rendered.subject,
  body: rendered.body,
  elements: rendered.elements,
  fields: (input.fields ?? []).map(({ name, value }) => ({ name, value })),
  senderId: context.actor.personId ?? null,
  sentBy: context.actor.subject,
  sentAt: context.now(),
});

/** Writes a letter with the version in use now and keeps it as it is. */
export async function sendLetter(context: Context, input: SendLetterInput): Promise<SendLetterOutcome> {
  const languages = input.languages ?? [];
  const problems = [...problemsOfAddressee(input), ...problemsOfLanguages('languages', languages)];
  if (input.idempotencyKey.trim() === '') problems.push({ path: 'idempotencyKey', message: 'is empty' });
  if (problems.length > 0) return invalidInput(problems);
  const wanted = await variantWanted(context, input);
  const { letterTemplateId } = input;
  const request = {
    key: input.idempotencyKey,
    operation: 'sendLetter',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  // Before the transaction, which holds a connection of its own: what is read here does not change within the request.
  const asked = { letterTemplateId, wanted, fields: input.fields ?? [], at: context.now() };
  const rendered = await renderLetter(context, asked);
  return context.db.transaction((tx) =>
    once<Exclude<SendLetterOutcome, IdempotencyKeyReused>>(tx, request, async () => {
      if (rendered.type !== 'LetterRendered') return rendered;
      const letter = letterOf(context, input, rendered);
      await keepLetter(tx.manager, letter);
      tx.emit(letterSentEvent(letter, rendered));
      return { type: 'LetterSent', letter };
    }),
  );
}
