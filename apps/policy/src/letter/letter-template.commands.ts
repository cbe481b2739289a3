import { invalidInput, notFound, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  DraftLetterTemplateInput,
  DraftLetterTemplateVersionInput,
  ReviseLetterTemplateDraftInput,
} from '@courtesy/graph-types/policy';
import { onLockedVersion, type VersionsOf } from '../policy/locked-version.commands.ts';
import type { IllegalTextState, TextDraftInProgress } from '../article/text-refusals.ts';
import { canonicalLanguage, problemsOfLanguage } from '../language/language.ts';
import { authorOf } from '../policy/policy.commands.ts';
import {
  letterDraftOf,
  problemsOfTemplate,
  reviseLetter,
  type LetterTemplate,
  type LetterTemplateDrafted,
  type LetterTemplateDraftRevised,
  type LetterTemplateVersion,
  type LetterTemplateVersionDrafted,
} from './letter-template.ts';
import { addLetterTemplate, lockLetterTemplate } from './letter-template.store.ts';
import { letterTextOf, problemsOfLetterText } from './letter-text.ts';
import { addLetterVersion, findLetterVersion, letterVersionsOf, saveLetterVersion } from './letter-version.store.ts';

/** What can come of beginning a template. */
export type DraftLetterTemplateOutcome = LetterTemplateDrafted | InvalidInput | IdempotencyKeyReused;
/** What can come of drafting a version. */
export type DraftLetterTemplateVersionOutcome =
  LetterTemplateVersionDrafted | TextDraftInProgress | NotFound | InvalidInput | IdempotencyKeyReused;
/** Why a version could not be touched at all. */
export type LetterRefusal = NotFound | StaleVersion<LetterTemplateVersion>;
/** What can come of revising a draft. */
export type ReviseLetterTemplateDraftOutcome =
  LetterTemplateDraftRevised | IllegalTextState | LetterRefusal | InvalidInput;

/** A version as it stands under the lock of its template, and the template's others. */
export interface LockedLetterVersion {
  readonly template: LetterTemplate;
  readonly current: LetterTemplateVersion;
  readonly others: readonly LetterTemplateVersion[];
}

const letterVersions: VersionsOf<LetterTemplate, LetterTemplateVersion> = {
  find: findLetterVersion,
  lock: (manager, { letterTemplateId }) => lockLetterTemplate(manager, letterTemplateId),
  all: (manager, { letterTemplateId }) => letterVersionsOf(manager, letterTemplateId),
};

/** Runs a change of a version in a transaction, with its template locked and the version still as the caller read it. */
export function onLetterVersion<T>(
  context: Pick<Context, 'db'>,
  input: { readonly letterTemplateVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, locked: LockedLetterVersion) => Promise<T>,
): Promise<T | LetterRefusal> {
  const asked = { id: input.letterTemplateVersionId, expectedVersion: input.expectedVersion };
  return onLockedVersion(context, letterVersions, asked, (tx, { owner: template, ...versions }) =>
    change(tx, { template, ...versions }),
  );
}

/** Begins a letter template with the draft of its first version. */
export async function draftLetterTemplate(
  context: Context,
  input: DraftLetterTemplateInput,
): Promise<DraftLetterTemplateOutcome> {
  const { db, actor, newId } = context;
  const defaultLanguage = canonicalLanguage(input.defaultLanguage) ?? input.defaultLanguage;
  const problems = [
    ...problemsOfTemplate(input),
    ...problemsOfLanguage('defaultLanguage', input.defaultLanguage),
    ...problemsOfLetterText(input, defaultLanguage),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const key = input.idempotencyKey;
  const request = { key, operation: 'draftLetterTemplate', subject: actor.subject, input, now: context.now() };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const { kind, ownerId } = input;
      const letterTemplate = { id: newId('ltr'), name: input.name.trim(), kind, ownerId, defaultLanguage, version: 1 };
      const letterTemplateVersion = letterDraftOf(
        { id: newId('ltrv'), letterTemplateId: letterTemplate.id, number: 1 },
        letterTextOf(input),
        { by: authorOf(context), at: context.now() },
      );
      await addLetterTemplate(tx.manager, letterTemplate);
      await addLetterVersion(tx.manager, letterTemplateVersion);
      return { type: 'LetterTemplateDrafted' as const, letterTemplate, letterTemplateVersion };
    }),
  );
}

async function draftNext(
  context: Context,
  tx: Transaction,
  input: DraftLetterTemplateVersionInput,
): Promise<LetterTemplateVersionDrafted | TextDraftInProgress | NotFound | InvalidInput> {
  const template = await lockLetterTemplate(tx.manager, input.letterTemplateId);
  if (!template) return notFound(input.letterTemplateId);
  const problems = problemsOfLetterText(input, template.defaultLanguage);
  if (problems.length > 0) return invalidInput(problems);
  const earlier = await letterVersionsOf(tx.manager, template.id);
  const underWay = earlier.find(({ approvedAt }) => approvedAt === null);
  if (underWay) return { type: 'TextDraftInProgress', text: underWay };
  const letterTemplateVersion = letterDraftOf(
    { id: context.newId('ltrv'), letterTemplateId: template.id, number: earlier.length + 1 },
    letterTextOf(input),
    { by: authorOf(context), at: context.now() },
  );
  await addLetterVersion(tx.manager, letterTemplateVersion);
  return { type: 'LetterTemplateVersionDrafted', letterTemplateVersion };
}

/** Drafts the next version of a template. */
export function draftLetterTemplateVersion(
  context: Context,
  input: DraftLetterTemplateVersionInput,
): Promise<DraftLetterTemplateVersionOutcome> {
  const request = {
    key: input.idempotencyKey,
    operation: 'draftLetterTemplateVersion',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) => once(tx, request, () => draftNext(context, tx, input)));
}

/** Puts another text into a draft. */
export function reviseLetterTemplateDraft(
  context: Context,
  input: ReviseLetterTemplateDraftInput,
): Promise<ReviseLetterTemplateDraftOutcome> {
  return onLetterVersion<ReviseLetterTemplateDraftOutcome>(context, input, async (tx, { template, current }) => {
    const problems = problemsOfLetterText(input, template.defaultLanguage);
    if (problems.length > 0) return invalidInput(problems);
    const outcome = reviseLetter(current, letterTextOf(input), authorOf(context));
    if (outcome.type === 'LetterTemplateDraftRevised')
      await saveLetterVersion(tx.manager, outcome.letterTemplateVersion);
    return outcome;
  });
}
