import type { PaymentMeans } from '@courtesy/graph-types/cases';

/** A part of a payout that goes one way. */
export interface TenderShare {
  /** What names it among the shares of its payout, for the provider's key. */
  readonly place: number;
  /** The tender it goes back to; null when it goes back to none. */
  readonly tenderId: string | null;
  readonly means: PaymentMeans;
  /** Minor units in decimal digits: it is kept as JSON. */
  readonly minor: string;
  /** Which card, account or gift card. */
  readonly reference: string | null;
}

/** One means by which a purchase was paid, with what has gone back to it. Amounts are minor units. */
export interface TenderLeft {
  readonly id: string;
  readonly kind: PaymentMeans;
  readonly amountMinor: bigint;
  readonly returnedMinor: bigint;
  readonly reference: string | null;
}

/** Cards first, each to the same card; what was paid by gift card comes back on one and never as cash; cash last. */
const ORDER: readonly PaymentMeans[] = [
  'CREDIT_CARD',
  'DEBIT_CARD',
  'GIFT_CARD',
  'ACCOUNT_CREDIT',
  'BANK_TRANSFER',
  'CHEQUE',
  'CASH',
];

type Part = Omit<TenderShare, 'place' | 'minor'> & { readonly minor: bigint };

/** Cash beyond the ceiling leaves by bank transfer: no till hands out more. */
function partsOf(tender: TenderLeft, minor: bigint, cashLeft: bigint | null): Part[] {
  const way = { tenderId: tender.id, reference: tender.reference };
  if (tender.kind !== 'CASH' || cashLeft === null || minor <= cashLeft) return [{ ...way, means: tender.kind, minor }];
  const transfer: Part = { ...way, means: 'BANK_TRANSFER', minor: minor - cashLeft };
  return cashLeft > 0n ? [{ ...way, means: 'CASH', minor: cashLeft }, transfer] : [transfer];
}

/**
 * Splits a refund over the tenders of its purchase: to each no more than came from it, the sum exact. `cashCeiling` is the most that one refund
 * hands out in cash, in minor units; null means no ceiling. Null when more is asked for than the tenders have left.
 */
export function splitOverTenders(
  minor: bigint,
  tenders: readonly TenderLeft[],
  cashCeiling: bigint | null,
): TenderShare[] | null {
  const inOrder = [...tenders].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const parts: Part[] = [];
  let [left, cashLeft] = [minor, cashCeiling];
  for (const tender of inOrder) {
    const room = tender.amountMinor - tender.returnedMinor;
    const taken = room < left ? room : left;
    if (taken <= 0n) continue;
    left -= taken;
    const more = partsOf(tender, taken, cashLeft);
    if (cashLeft !== null) for (const part of more) cashLeft -= part.means === 'CASH' ? part.minor : 0n;
    parts.push(...more);
  }
  return left > 0n ? null : parts.map((part, place) => ({ ...part, place, minor: String(part.minor) }));
}
