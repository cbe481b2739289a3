import { promiseShape } from './promise-shape.ts';

/** A promise to a customer was waived. The subject is the promise. */
export const promiseWaivedV1 = promiseShape;
