/** Which kinds of records are put on record whenever somebody reads them. */
export type RestrictedKind = 'VULNERABILITY';

/** A record that not everybody may read. */
export interface RestrictedRecord {
  readonly kind: RestrictedKind;
  readonly id: string;
  readonly customerId: string;
}

/** By the name of its kind, the scope without which nobody may know that something is on record, not even how much. */
const HIDDEN: Readonly<Record<string, string>> = {
  Circumstance: 'customer:sensitive',
  Vulnerability: 'vulnerability:read',
};

/** Whether a caller may be told how much of a kind is on record of a customer. */
export const mayCount = ({ scopes }: { readonly scopes: readonly string[] }, kind: string): boolean =>
  !HIDDEN[kind] || scopes.includes(HIDDEN[kind]);

/** That one request read one restricted record. Nothing of it ever changes. */
export interface RestrictedRead {
  readonly id: string;
  readonly kind: RestrictedKind;
  readonly recordId: string;
  readonly customerId: string;
  /** The names of the fields that were read, in the order of the alphabet. None when only its being there was. */
  readonly fields: readonly string[];
  /** The subject of the caller. */
  readonly reader: string;
  readonly readerRole: string;
  /** The person who read, when it was one. */
  readonly readerPersonId: string | null;
  readonly requestId: string;
  readonly readAt: Date;
}

/** What one request has read so far: each record once, with all the fields of it that were read. */
export class ReadNotes {
  readonly #records = new Map<string, { readonly record: RestrictedRecord; readonly fields: Set<string> }>();

  /** Notes that a record was found, or one field of it read. */
  note(record: RestrictedRecord, field?: string): void {
    const known = this.#records.get(record.id) ?? { record, fields: new Set<string>() };
    this.#records.set(record.id, known);
    if (field) known.fields.add(field);
  }

  /** Everything noted, and forgets it. */
  take(): { readonly record: RestrictedRecord; readonly fields: readonly string[] }[] {
    const noted = [...this.#records.values()].map(({ record, fields }) => ({ record, fields: [...fields].sort() }));
    this.#records.clear();
    return noted;
  }
}
