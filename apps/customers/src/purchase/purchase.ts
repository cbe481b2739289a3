import type { PurchaseChannel, TenderKind, ProductCategory } from '@courtesy/graph-types/customers';

/** What a customer bought. It never changes once it is recorded. */
export interface Purchase {
  readonly id: string;
  readonly customerId: string;
  /** The system that numbered the order, and the number there: together one purchase's. */
  readonly source: string;
  readonly orderNumber: string;
  readonly boughtAt: Date;
  readonly channel: PurchaseChannel;
  readonly siteId: string | null;
  readonly currency: string;
  /** The sum of the lines, in minor units; the tenders sum to the same. */
  readonly totalMinor: bigint;
  readonly recordedAt: Date;
  /** The subject of the caller who put it on record. */
  readonly recordedBy: string;
}

/** One line of a purchase, with the product as it was then. */
export interface PurchaseLine {
  readonly id: string;
  readonly purchaseId: string;
  /** Its place among the lines, from 0. */
  readonly place: number;
  readonly productId: string | null;
  readonly sku: string;
  readonly name: string;
  readonly category: ProductCategory;
  readonly quantity: number;
  /** What was paid for the whole line, in minor units of the purchase's currency. */
  readonly paidMinor: bigint;
}

/** One means by which a purchase was paid. */
export interface Tender {
  readonly id: string;
  readonly purchaseId: string;
  /** Its place among the tenders, from 0. */
  readonly place: number;
  readonly kind: TenderKind;
  /** In minor units of the purchase's currency. */
  readonly amountMinor: bigint;
  readonly reference: string | null;
}

/** A purchase with all that belongs to it. */
export interface WholePurchase {
  readonly purchase: Purchase;
  readonly lines: readonly PurchaseLine[];
  readonly tenders: readonly Tender[];
}

/** A purchase is on record. */
export interface PurchaseRecorded {
  readonly type: 'PurchaseRecorded';
  readonly purchase: Purchase;
}

/** The order's number is another purchase's. */
export interface OrderNumberTaken {
  readonly type: 'OrderNumberTaken';
  readonly purchase: Purchase;
}

/** The number of an order where it was taken, as a caller gives it. */
export interface OrderName {
  readonly source: string;
  readonly orderNumber: string;
}

/** An order's name as one text, by which a bulk is put in order. */
export const orderKey = ({ source, orderNumber }: OrderName): string => `${source}\0${orderNumber}`;
