import type { Actor } from '@courtesy/subgraph';
import { ask, manager, type World } from './cases-world.ts';

const INCIDENT = `incident { id status version severity }`;
const FIELDS: Readonly<Record<string, string>> = {
  proposeIncident: `... on IncidentProposed { ${INCIDENT} }`,
  declareIncident: `... on IncidentDeclared { ${INCIDENT} }`,
  rejectIncident: `... on IncidentRejected { ${INCIDENT} }`,
  containIncident: `... on IncidentContained { ${INCIDENT} }`,
  reviewIncident: `... on IncidentReviewed { ${INCIDENT} }`,
  noteOnIncident: `... on IncidentNoted { ${INCIDENT} }`,
  assignIncidentRole: `... on IncidentRoleAssigned { ${INCIDENT} }`,
  planCommunications: `... on CommunicationsPlanned { ${INCIDENT} }`,
  flagIncidentForRegulator: `... on IncidentFlagged { ${INCIDENT} }`,
  tellRegulatorOfIncident: `... on RegulatorTold { ${INCIDENT} }`,
  linkAffectedCustomers: `... on AffectedCustomersLinked { ${INCIDENT} added known duplicates }`,
  issueStatusUpdate: `... on StatusUpdateIssued { ${INCIDENT} reachedCount leftAlone reached { id } }`,
  resolveIncident: `... on IncidentResolved { ${INCIDENT} resolved leftAlone hindered
    children { disposition case { id status } failures { kind id } } }`,
};

/** What specs see of a verb of a major incident. */
export interface SeenIncident {
  readonly __typename: string;
  readonly message?: string;
  readonly problems?: readonly { path: string }[];
  readonly incident?: {
    readonly id: string;
    readonly status: string;
    readonly version: number;
    readonly severity: string;
  };
  readonly added?: number;
  readonly reached?: readonly { id: string }[];
  readonly children?: readonly {
    readonly disposition: string;
    readonly case: { id: string; status: string };
    readonly failures: readonly { kind: string; id: string }[];
  }[];
}

/** Does something with a major incident through the graph. */
export async function tellIncident(
  world: World,
  verb: string,
  input: object,
  actor: Actor = manager,
): Promise<SeenIncident> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${verb}(input: $input) { __typename ... on UserError { message }
    ... on InvalidInput { problems { path } } ${FIELDS[verb]} } }`;
  return (await ask<{ result: SeenIncident }>(world, query, { input }, actor)).result;
}

/** A proposed major incident. */
export async function givenIncident(world: World, input: object = {}, actor: Actor = manager) {
  const proposal = { title: 'The payment system is down', kind: 'OUTAGE', severity: 'CRITICAL', ...input };
  const { incident } = await tellIncident(world, 'proposeIncident', proposal, actor);
  if (!incident) throw new Error('Nothing was proposed');
  return incident;
}
