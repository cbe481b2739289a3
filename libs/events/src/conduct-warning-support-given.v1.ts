import { conductWarningShape } from './conduct-warning-shape.ts';

/** Whoever was affected by a customer's conduct was looked after. */
export const conductWarningSupportGivenV1 = conductWarningShape;
