import { promiseShape } from './promise-shape.ts';

/** A promise to a customer was made. The subject is the promise. */
export const promiseMadeV1 = promiseShape;
