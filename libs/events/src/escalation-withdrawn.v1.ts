import { escalationShape } from './escalation-shape.ts';

/** An escalation is not needed any more: the case was answered, ended, or escalated further by a person. */
export const escalationWithdrawnV1 = escalationShape;
