/** A version of an article or a letter template, as a refusal names it. */
export interface NamedText {
  readonly id: string;
  readonly number: number;
  readonly language?: string;
}

/** There is a draft already, and one is written at a time. */
export interface TextDraftInProgress {
  readonly type: 'TextDraftInProgress';
  readonly text: NamedText;
}

/** What was asked cannot be done to a text in this state. */
export interface IllegalTextState {
  readonly type: 'IllegalTextState';
  readonly text: NamedText;
  /** The state that does not allow it. */
  readonly state: string;
}
