/** Where something was bought: in a shop or at a distance. */
export type PurchaseChannel = 'IN_STORE' | 'ONLINE' | 'PHONE';

/** With what was paid. */
export type TenderKind =
  'CASH' | 'CHEQUE' | 'CREDIT_CARD' | 'DEBIT_CARD' | 'GIFT_CARD' | 'BANK_TRANSFER' | 'ACCOUNT_CREDIT';

/** What a customer bought, as the customers service told it. It never changes. */
export interface PurchaseCopy {
  readonly id: string;
  readonly customerId: string;
  readonly orderNumber: string;
  readonly purchasedAt: Date;
  readonly channel: PurchaseChannel;
  readonly siteId: string | null;
  readonly currency: string;
}

/** One line of a purchase. */
export interface PurchaseLineCopy {
  readonly id: string;
  readonly purchaseId: string;
  /** Its place among the lines, from 0. */
  readonly place: number;
  readonly productId: string | null;
  readonly sku: string;
  readonly name: string;
  /** By what rules treat goods differently, such as PERISHABLE. */
  readonly category: string;
  readonly quantity: number;
  /** What was paid for the whole line, in minor units of the purchase's currency. */
  readonly paidMinor: bigint;
}

/** One means by which a purchase was paid. */
export interface PurchaseTenderCopy {
  readonly id: string;
  readonly purchaseId: string;
  /** Its place among the tenders, from 0. */
  readonly place: number;
  readonly kind: TenderKind;
  /** In minor units of the purchase's currency. */
  readonly amountMinor: bigint;
  readonly reference: string | null;
}
