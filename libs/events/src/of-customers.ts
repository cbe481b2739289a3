import { contactPointBouncedV1 } from './contact-point-bounced.v1.ts';
import { customerChangedV1 } from './customer-changed.v1.ts';
import { customerRegisteredV1 } from './customer-registered.v1.ts';
import { productRecordedV1 } from './product-recorded.v1.ts';
import { purchaseRecordedV1 } from './purchase-recorded.v1.ts';

/** What the customers service announces: one schema per event type and version. Entries are only ever added. */
export const customersEvents = {
  'courtesy.contact-point.bounced.v1': contactPointBouncedV1,
  'courtesy.customer.changed.v1': customerChangedV1,
  'courtesy.customer.registered.v1': customerRegisteredV1,
  'courtesy.product.recorded.v1': productRecordedV1,
  'courtesy.purchase.recorded.v1': purchaseRecordedV1,
} as const;
