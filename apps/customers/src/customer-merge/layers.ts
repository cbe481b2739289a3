import type { CustomerField } from '@courtesy/graph-types/customers';
import type { Customer } from '../customer/customer.ts';
import { mergedFields, type FieldReversal, type FieldValue } from './customer-merge.ts';

/**
 * What a merge that holds laid over one field of its survivor. The merges of one survivor lie on top of each other, and an edit by hand is laid
 * over all of them.
 */
export interface Layer {
  readonly mergeId: string;
  readonly survivorId: string;
  readonly field: CustomerField;
  /** Whose value it is. A merge that left the survivor their own value laid nothing, and is no layer. */
  readonly fromId: string;
  /** What comes to light when it is taken away. */
  readonly beneath: FieldValue;
  /** The value that it gives. */
  readonly given: FieldValue;
}

/** The customers of a family as they are recorded, and the layers over their fields, the earliest first. */
export interface Laid {
  readonly customers: ReadonlyMap<string, Customer>;
  readonly layers: readonly Layer[];
}

/** What is otherwise once the layers of one merge are taken away. */
export interface Peeled extends Laid {
  /** What became of each field that the merge had changed. */
  readonly fields: readonly FieldReversal[];
}

class Pile {
  readonly customers: Map<string, Customer>;
  layers: Layer[];

  constructor({ customers, layers }: Laid) {
    this.customers = new Map(customers);
    this.layers = [...layers];
  }

  valueOf(customerId: string, field: CustomerField): FieldValue {
    return this.customers.get(customerId)?.[mergedFields[field]] ?? null;
  }

  #replace(layer: Layer, changes: Partial<Layer>): Layer {
    const next = { ...layer, ...changes };
    this.layers = this.layers.map((each) => (each === layer ? next : each));
    return next;
  }

  /**
   * Lets `to` take the place of `from` in a field, seen from `place` among the layers upwards: in the next layer that lies over it, else in the
   * record, and from there in whoever took the value over when this customer was merged. Where anything else stands, an edit put it there.
   */
  change(at: Pick<Layer, 'survivorId' | 'field'>, place: number, [from, to]: [FieldValue, FieldValue]) {
    const { survivorId, field } = at;
    const above = this.layers.slice(place).find((each) => each.survivorId === survivorId && each.field === field);
    if (above) {
      if (above.beneath !== from) return 'KEPT_EDIT';
      this.#replace(above, { beneath: to });
      return 'COVERED';
    }
    const customer = this.customers.get(survivorId);
    if (!customer || this.valueOf(survivorId, field) !== from) return 'KEPT_EDIT';
    this.customers.set(survivorId, { ...customer, [mergedFields[field]]: to });
    const passedOn = this.layers.find((each) => each.fromId === survivorId && each.field === field);
    if (passedOn?.given === from) {
      const next = this.#replace(passedOn, { given: to });
      this.change(next, this.layers.indexOf(next) + 1, [from, to]);
    }
    return 'RESTORED';
  }
}

/**
 * Takes the layers of one merge away: each field goes back to what lies beneath, for the survivor and for whoever took the value over from
 * them. A field in which something else stands by now keeps it.
 */
export function peel(laid: Laid, mergeId: string): Peeled {
  const pile = new Pile(laid);
  const fields: FieldReversal[] = [];
  for (const layer of laid.layers.filter((each) => each.mergeId === mergeId)) {
    const { survivorId, field } = layer;
    const place = pile.layers.findIndex((each) => each.mergeId === mergeId && each.field === field);
    pile.layers.splice(place, 1);
    if (layer.given === layer.beneath) continue;
    const before = pile.valueOf(survivorId, field);
    const outcome = pile.change(layer, place, [layer.given, layer.beneath]);
    fields.push({ field, outcome, before, after: pile.valueOf(survivorId, field) });
  }
  return { customers: pile.customers, layers: pile.layers, fields };
}
