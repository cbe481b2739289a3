import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { ApproveLetterTemplateInput, WithdrawLetterTemplateInput } from '@courtesy/graph-types/policy';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import type { IllegalTextState } from '../article/text-refusals.ts';
import { problemsOfNote, problemsOfReason } from '../policy/policy-version.ts';
import { authorOf } from '../policy/policy.commands.ts';
import type { KnowledgeText } from '../search/knowledge-text.ts';
import { keepTexts } from '../search/knowledge-text.store.ts';
import { onLetterVersion, type LetterRefusal } from './letter-template.commands.ts';
import {
  approveLetter,
  withdrawLetter,
  type LetterTemplate,
  type LetterTemplateApproved,
  type LetterTemplateVersion,
  type LetterTemplateWithdrawn,
  type LetterTooHardToRead,
  type OverlappingLetterVersion,
} from './letter-template.ts';
import { exampleOf } from './letter-text.ts';
import { saveLetterVersion } from './letter-version.store.ts';
import { fillIn, parseMergeText } from './merge-text.ts';

/** What can come of approving a version. */
export type ApproveLetterTemplateOutcome =
  | LetterTemplateApproved
  | SelfApproval
  | LetterTooHardToRead
  | OverlappingLetterVersion
  | IllegalTextState
  | LetterRefusal
  | InvalidInput;
/** What can come of withdrawing a version. */
export type WithdrawLetterTemplateOutcome = LetterTemplateWithdrawn | IllegalTextState | LetterRefusal | InvalidInput;

/** The texts of a version as they are searched: with the examples of the fields in place, under the name of the template and their headings. */
const textsOf = ({ name }: LetterTemplate, version: LetterTemplateVersion): readonly KnowledgeText[] =>
  version.variants.map((variant, index) => {
    const values = exampleOf(version, variant);
    const filled = (text: string) => fillIn(parseMergeText(text).parts, values);
    return {
      textId: version.id,
      variant: index,
      kind: 'LETTER',
      language: variant.language,
      title: `${name}: ${filled(variant.subject)}`,
      body: filled(variant.body),
      keywords: version.requiredElements,
    };
  });

/** Approves a draft and says from when it is used. */
export async function approveLetterTemplate(
  context: Context,
  input: ApproveLetterTemplateInput,
): Promise<ApproveLetterTemplateOutcome> {
  const reason = input.plainLanguageReason?.trim() ? input.plainLanguageReason.trim() : null;
  const problems = problemsOfNote('plainLanguageReason', reason);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  const approval = {
    by: authorOf(context),
    now,
    effectiveFrom: input.effectiveFrom ?? now,
    endsAt: input.effectiveUntil ?? null,
    plainLanguageReason: reason,
  };
  return onLetterVersion<ApproveLetterTemplateOutcome>(context, input, async (tx, { template, current, others }) => {
    const outcome = approveLetter(current, others, approval);
    if (outcome.type !== 'LetterTemplateApproved') return outcome;
    await saveLetterVersion(tx.manager, outcome.letterTemplateVersion);
    await keepTexts(tx.manager, textsOf(template, outcome.letterTemplateVersion));
    return outcome;
  });
}

/** Ends the use of a version, or keeps an approved one from being used. */
export async function withdrawLetterTemplate(
  context: Context,
  input: WithdrawLetterTemplateInput,
): Promise<WithdrawLetterTemplateOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  return onLetterVersion<WithdrawLetterTemplateOutcome>(context, input, async (tx, { current, others }) => {
    const outcome = withdrawLetter(current, others, { reason: input.reason, now });
    if (outcome.type === 'LetterTemplateWithdrawn') await saveLetterVersion(tx.manager, outcome.letterTemplateVersion);
    return outcome;
  });
}
