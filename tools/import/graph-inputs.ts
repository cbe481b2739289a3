import type { OpenCasesItemInput } from '@courtesy/graph-types/cases';

/** An external name of something in the graph: the system that knows it, and the id there. */
export interface ExternalName {
  readonly source: string;
  readonly id: string;
}

/** What a case's input is without those it refers to, which have no ids yet. */
export type UnplacedCase = Omit<OpenCasesItemInput, 'customerId' | 'siteId' | 'teamId' | 'assigneeId'>;
