import { complaintPlace } from './complaint-shape.ts';

/** A complaint ended. */
export const complaintClosedV1 = complaintPlace;
