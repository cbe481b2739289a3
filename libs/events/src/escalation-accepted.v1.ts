import { escalationShape } from './escalation-shape.ts';

/** Whoever was asked took the case over. */
export const escalationAcceptedV1 = escalationShape;
