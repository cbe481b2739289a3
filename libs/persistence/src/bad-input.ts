/** The caller sent something that can never be right, such as a cursor nobody handed out. Reaches them as BAD_USER_INPUT. */
export class BadInput extends Error {
  readonly code = 'BAD_USER_INPUT';
}
