/** The caller sent something that can never be right, such as a cursor nobody handed out. Reaches them as BAD_USER_INPUT. */
export class BadInput extends Error {
  readonly code = 'BAD_USER_INPUT';
}

/** SQLSTATEs by which PostgreSQL says that a value given to it is none of its type, such as a text with a NUL character. */
const NO_SUCH_VALUE = new Set(['22003', '22007', '22008', '22021', '22P02', '22P05']);

/**
 * The refusal in which an error of the database ends when a value was none: what no check before has caught is still the caller's to
 * mend. Null for every other error.
 */
export function badInputOf(error: unknown): BadInput | null {
  const state = (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;
  return typeof state === 'string' && NO_SUCH_VALUE.has(state)
    ? new BadInput('Something sent is a value that cannot be kept, such as a text with a NUL character.')
    : null;
}
