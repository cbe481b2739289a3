import { conductWarningShape } from './conduct-warning-shape.ts';

/** Staff are warned of a customer's conduct. */
export const conductWarningRaisedV1 = conductWarningShape;
