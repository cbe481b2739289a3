import { PRODUCT_RANKS } from './facts.ts';
import type { Weighted } from './random.ts';

/** The two businesses of the demo's organisation. */
export type Business = 'RETAIL' | 'UTILITY';

/** One line of products, and what goes wrong with it. */
export interface ProductLine {
  readonly name: string;
  readonly business: Business;
  readonly kinds: readonly string[];
  /** The most frequent first. */
  readonly issues: readonly Issue[];
}

/** Something that is the matter, in general and in particular. */
export interface Issue {
  readonly name: string;
  readonly details: readonly string[];
}

const issue = (name: string, ...details: readonly string[]): Issue => ({ name, details });

const lines: readonly ProductLine[] = [
  {
    name: 'Electricity supply',
    business: 'UTILITY',
    kinds: ['Single rate', 'Day and night rate', 'Prepayment'],
    issues: [
      issue('Bill higher than expected', 'Estimated reading', 'Wrong tariff', 'Wrong meter'),
      issue('Supply interrupted', 'Planned work', 'Unplanned'),
      issue('Switching', 'Took too long', 'Switched without consent'),
      issue('Moving home', 'Final bill', 'New account'),
    ],
  },
  {
    name: 'Online orders',
    business: 'RETAIL',
    kinds: ['Website', 'App'],
    issues: [
      issue('Order arrived late', 'No notice given', 'Date moved'),
      issue('Item missing', 'One of several', 'Whole parcel'),
      issue('Payment taken twice'),
      issue('Order cannot be cancelled'),
    ],
  },
  {
    name: 'Gas supply',
    business: 'UTILITY',
    kinds: ['Single rate', 'Prepayment'],
    issues: [
      issue('Bill higher than expected', 'Estimated reading', 'Wrong tariff'),
      issue('Low pressure'),
      issue('Meter not read'),
      issue('Debt recovery', 'Not my debt', 'Payment plan refused'),
    ],
  },
  {
    name: 'Large appliances',
    business: 'RETAIL',
    kinds: ['Washing machine', 'Refrigerator', 'Cooker', 'Dishwasher'],
    issues: [
      issue('Does not work', 'On arrival', 'Within the guarantee', 'After the guarantee'),
      issue('Installation', 'Nobody came', 'Damage to the home'),
      issue('Delivered damaged'),
      issue('Old appliance not taken away'),
    ],
  },
  {
    name: 'Furniture',
    business: 'RETAIL',
    kinds: ['Sofa', 'Bed', 'Table and chairs', 'Storage'],
    issues: [
      issue('Delivered damaged', 'Scratched', 'Broken'),
      issue('Parts missing'),
      issue('Not as described', 'Colour', 'Size'),
      issue('Delivery moved'),
    ],
  },
  {
    name: 'Billing and payments',
    business: 'UTILITY',
    kinds: ['Direct debit', 'Card', 'Quarterly bill'],
    issues: [
      issue('Direct debit changed', 'Without notice', 'Too high'),
      issue('Refund of credit', 'Took too long', 'Refused'),
      issue('No bill received'),
    ],
  },
  {
    name: 'Store purchases',
    business: 'RETAIL',
    kinds: ['Clothing', 'Home', 'Electrical'],
    issues: [
      issue('Return refused', 'No receipt', 'Too late'),
      issue('Price differs from the label'),
      issue('Service in the store', 'Waiting time', 'Attitude'),
    ],
  },
  {
    name: 'Smart meters',
    business: 'UTILITY',
    kinds: ['Electricity', 'Gas'],
    issues: [
      issue('Appointment missed'),
      issue('Display does not work'),
      issue('Readings not sent', 'After switching', 'Always'),
    ],
  },
  {
    name: 'Home delivery',
    business: 'RETAIL',
    kinds: ['Standard', 'Next day'],
    issues: [
      issue('Left in the wrong place', 'With a neighbour', 'Outside'),
      issue('Driver could not find the address'),
    ],
  },
  {
    name: 'Gift cards',
    business: 'RETAIL',
    kinds: ['Paper', 'Electronic'],
    issues: [issue('Not accepted', 'In a store', 'Online'), issue('Balance wrong')],
  },
  {
    name: 'Boiler cover',
    business: 'UTILITY',
    kinds: ['Annual service', 'Repairs'],
    issues: [issue('Engineer did not come'), issue('Renewal', 'Price', 'Without consent')],
  },
];

/** The product lines, each with the share of the real product of the same rank. */
export const PRODUCTS: Weighted<ProductLine> = lines.map((line, rank) => [line, PRODUCT_RANKS[rank] ?? 0]);
