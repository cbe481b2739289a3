import type { NewEvent } from '@courtesy/events';
import type { LetterTemplate, LetterTemplateVersion } from './letter-template.ts';
import type { SentLetter } from './sent-letter.ts';

/** What other services are told of a letter: which one it was, and none of its words. */
export const letterSentEvent = (
  letter: SentLetter,
  template: LetterTemplate,
  version: LetterTemplateVersion,
): NewEvent => ({
  type: 'courtesy.letter.sent.v1',
  subject: letter.id,
  sequence: 1,
  time: letter.sentAt,
  data: {
    letterTemplateId: template.id,
    letterTemplateVersionId: version.id,
    number: version.number,
    kind: template.kind,
    customerId: letter.customerId,
    caseId: letter.caseId,
    language: letter.language,
    format: letter.format,
    elements: [...letter.elements],
    senderId: letter.senderId,
    sentAt: letter.sentAt.toISOString(),
  },
});
