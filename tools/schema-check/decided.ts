import type { Breakage } from './breaking.ts';

/** A breaking change that was decided on, knowing whom it breaks. */
export interface DecidedBreakage extends Breakage {
  readonly subgraph: string;
  /** The number of the decision in docs/adr, which says whom it breaks and what they do about it. */
  readonly adr: string;
}

/** Every breaking change that was decided on. An entry may go once no supported release has the schema before it. */
export const decidedBreakages: readonly DecidedBreakage[] = [
  {
    subgraph: 'cases',
    kind: 'FIELD_CHANGED_KIND',
    description: 'Interaction.case changed type from Case! to Case.',
    adr: '0019',
  },
];

/** The decision by which a change of a subgraph is let through; null when nobody decided on it. */
export function decisionOn(
  subgraph: string,
  { kind, description }: Breakage,
  decided: readonly DecidedBreakage[] = decidedBreakages,
): string | null {
  const found = decided.find(
    (each) => each.subgraph === subgraph && each.kind === kind && each.description === description,
  );
  return found?.adr ?? null;
}
