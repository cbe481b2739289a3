import { complaintPlace } from './complaint-shape.ts';

/** The customer was told that a complaint was received. */
export const complaintAcknowledgedV1 = complaintPlace;
