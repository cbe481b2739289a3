/** One thing that is wrong with an input: `path` says where (dotted, as in `week.mon.0.1`), `message` what and how to mend it. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Nothing exists under this id, or nothing that the caller may know of. */
export interface NotFound {
  readonly type: 'NotFound';
  readonly id: string;
}

/** Someone else saved first: the caller acted on version `expected`, and `current` is what is stored now. */
export interface StaleVersion<T> {
  readonly type: 'StaleVersion';
  readonly expected: number;
  readonly current: T;
}

/** The input breaks rules that no schema can say. All problems are listed at once. */
export interface InvalidInput {
  readonly type: 'InvalidInput';
  readonly problems: readonly Problem[];
}

/** Says that nothing was found under `id`. */
export function notFound(id: string): NotFound {
  return { type: 'NotFound', id };
}

/** Says that `expected` was overtaken, and hands over what is stored now. */
export function staleVersion<T>(expected: number, current: T): StaleVersion<T> {
  return { type: 'StaleVersion', expected, current };
}

/** Says what is wrong with an input. @throws RangeError when there is no problem to tell: a refusal must have a reason. */
export function invalidInput(problems: readonly Problem[]): InvalidInput {
  if (problems.length === 0) throw new RangeError('An InvalidInput needs at least one problem.');
  return { type: 'InvalidInput', problems };
}

/** What is wrong with a text that is to say something in at most `max` characters; empty when nothing is. */
export const problemsOfWords = (path: string, text: string, max: number): Problem[] =>
  text.trim() !== '' && text.length <= max ? [] : [{ path, message: `must have 1 to ${max} characters` }];
