import { promiseShape } from './promise-shape.ts';

/** A promise to a customer was kept. The subject is the promise. */
export const promiseKeptV1 = promiseShape;
