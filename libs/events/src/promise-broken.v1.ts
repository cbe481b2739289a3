import { promiseShape } from './promise-shape.ts';

/** A promise to a customer was broken. The subject is the promise. */
export const promiseBrokenV1 = promiseShape;
