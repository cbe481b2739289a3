import type { InputMaybe } from '@courtesy/graph-types/workforce';

/** The name by which another system knows something of the directory. */
export interface ExternalReference {
  readonly source: string;
  readonly id: string;
}

/** Something of the directory that another system may know too; both parts are null when none does. */
export interface Referenced {
  readonly id: string;
  readonly source: string | null;
  readonly sourceId: string | null;
}

/** One text for an external reference, to look it up by. */
export const referenceKey = ({ source, id }: ExternalReference): string => `${source}\n${id}`;

/** The reference of something on record; null when no other system knows it. */
export function referenceOf({ source, sourceId }: Referenced): ExternalReference | null {
  return source !== null && sourceId !== null ? { source, id: sourceId } : null;
}

/** The two columns in which a reference is kept. */
export function referenceColumns(reference: InputMaybe<ExternalReference>): Pick<Referenced, 'source' | 'sourceId'> {
  return { source: reference?.source ?? null, sourceId: reference?.id ?? null };
}
