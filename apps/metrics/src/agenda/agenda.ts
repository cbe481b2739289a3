/** What the workforce service says of an item of an agenda, for its figure to be worked out. */
export interface AgendaItem {
  readonly id: string;
  readonly metricKey?: string | null;
  /** The first day that counts. */
  readonly figureFrom?: string | null;
  /** The first day that does not count any more. */
  readonly figureTo?: string | null;
  readonly team?: { readonly id: string } | null;
  readonly site?: { readonly id: string } | null;
}
