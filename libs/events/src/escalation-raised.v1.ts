import { escalationShape } from './escalation-shape.ts';

/** An escalation has somebody who is asked to take the case over. */
export const escalationRaisedV1 = escalationShape;
