/** The subgraphs, in the order of their ports. The one list of them: everything that starts, composes or generates reads it. */
export const subgraphs = ['customers', 'cases', 'workforce', 'policy', 'metrics'] as const;
/** Name of a subgraph. */
export type SubgraphName = (typeof subgraphs)[number];

/** Which services call which over GraphQL, each with a key of its own (ADR 0014). Everybody else listens to feeds. */
export const peersOf: Readonly<Partial<Record<SubgraphName, readonly SubgraphName[]>>> = {
  cases: ['policy', 'customers', 'metrics'],
  customers: ['cases', 'workforce', 'policy', 'metrics'],
  workforce: ['cases', 'customers'],
};

/** Which services may call this one. */
export const callersOf = (name: SubgraphName): SubgraphName[] =>
  subgraphs.filter((other) => peersOf[other]?.includes(name));

/** How far the development issuer's port lies from the gateway's. */
export const ISSUER_STEP = 9;
/** How far the embedded PostgreSQL's port lies from the gateway's. */
export const POSTGRES_STEP = 10;

/** How far the port of the subgraph at `place` (from 0) in the list lies from the gateway's. */
export const portStep = (place: number): number => (place + 1 < ISSUER_STEP ? place + 1 : place + 3);

/** The port of every subgraph of a stack whose gateway listens on `gateway`. */
export function subgraphPorts(gateway: number): Readonly<Record<SubgraphName, number>> {
  const ports = subgraphs.map((name, place) => [name, gateway + portStep(place)] as const);
  return Object.fromEntries(ports) as Record<SubgraphName, number>;
}
