import { escalationShape } from './escalation-shape.ts';

/** Whoever was asked handed the case back; the reason is theirs. */
export const escalationReturnedV1 = escalationShape;
