import type { NewEvent } from '@courtesy/events';
import type { LetterRendered, SentLetter } from './sent-letter.ts';

/** What other services are told of a letter: which one it was, and none of its words. */
export const letterSentEvent = (
  letter: SentLetter,
  { letterTemplate, letterTemplateVersion }: Pick<LetterRendered, 'letterTemplate' | 'letterTemplateVersion'>,
): NewEvent => ({
  type: 'courtesy.letter.sent.v1',
  subject: letter.id,
  sequence: 1,
  time: letter.sentAt,
  data: {
    letterTemplateId: letterTemplate.id,
    letterTemplateVersionId: letterTemplateVersion.id,
    number: letterTemplateVersion.number,
    kind: letterTemplate.kind,
    customerId: letter.customerId,
    caseId: letter.caseId,
    language: letter.language,
    format: letter.format,
    elements: [...letter.elements],
    senderId: letter.senderId,
    sentAt: letter.sentAt.toISOString(),
  },
});
