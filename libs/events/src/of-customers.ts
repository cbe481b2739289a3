import { consentChangedV1 } from './consent-changed.v1.ts';
import { contactPointBouncedV1 } from './contact-point-bounced.v1.ts';
import { customerAdjustmentsChangedV1 } from './customer-adjustments-changed.v1.ts';
import { customerChangedV1 } from './customer-changed.v1.ts';
import { customerErasedV1 } from './customer-erased.v1.ts';
import { customerMergedV1 } from './customer-merged.v1.ts';
import { customerRegisteredV1 } from './customer-registered.v1.ts';
import { customerUnmergedV1 } from './customer-unmerged.v1.ts';
import { productRecordedV1 } from './product-recorded.v1.ts';
import { purchaseRecordedV1 } from './purchase-recorded.v1.ts';
import { promiseBrokenV1 } from './promise-broken.v1.ts';
import { promiseKeptV1 } from './promise-kept.v1.ts';
import { promiseMadeV1 } from './promise-made.v1.ts';
import { promiseWaivedV1 } from './promise-waived.v1.ts';

/** What the customers service announces: one schema per event type and version. Entries are only ever added. */
export const customersEvents = {
  'courtesy.consent.changed.v1': consentChangedV1,
  'courtesy.contact-point.bounced.v1': contactPointBouncedV1,
  'courtesy.customer.adjustments-changed.v1': customerAdjustmentsChangedV1,
  'courtesy.customer.changed.v1': customerChangedV1,
  'courtesy.customer.erased.v1': customerErasedV1,
  'courtesy.customer.merged.v1': customerMergedV1,
  'courtesy.customer.registered.v1': customerRegisteredV1,
  'courtesy.customer.unmerged.v1': customerUnmergedV1,
  'courtesy.product.recorded.v1': productRecordedV1,
  'courtesy.purchase.recorded.v1': purchaseRecordedV1,
  'courtesy.promise.broken.v1': promiseBrokenV1,
  'courtesy.promise.kept.v1': promiseKeptV1,
  'courtesy.promise.made.v1': promiseMadeV1,
  'courtesy.promise.waived.v1': promiseWaivedV1,
} as const;
