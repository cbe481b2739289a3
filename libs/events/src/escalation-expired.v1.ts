import { escalationShape } from './escalation-shape.ts';

/** Whoever was asked did not answer in time. */
export const escalationExpiredV1 = escalationShape;
