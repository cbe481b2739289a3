import { customerFamilyChange } from './customer-family-shape.ts';

/** Customers were found to be one: one of them stands for the others from now on. The subject is the survivor. */
export const customerMergedV1 = customerFamilyChange;
