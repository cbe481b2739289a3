import { customerFamilyChange } from './customer-family-shape.ts';

/** A merge of customers was undone. The subject is the customer that had stood for the others. */
export const customerUnmergedV1 = customerFamilyChange;
