/** What a desk shows of a case. */
export const CASE_PAGE = `query CasePage($id: ID!) {
  case(id: $id) {
    id reference subject type status priority channel outcome openedAt assignedAt resolvedAt closedAt timeliness dispute
    category { product subProduct issue subIssue }
    customer {
      id displayName status territory preferredLanguage
      contactPoints(first: 10) { nodes { kind value state primary } }
    }
    site { id name }
    team { id name }
    assignee { id displayName }
    clocks { kind segment state elapsed target remaining dueAt breachedAt }
    timeline(first: 20) {
      nodes {
        __typename id kind at recordedAt
        actor { subject person { displayName } }
        ... on StatusChangedEntry { from to outcome reason }
        ... on CaseAssignedEntry { site { name } team { name } assignee { displayName } }
        ... on CasePrioritisedEntry { fromPriority: from toPriority: to why: reason }
        ... on DisputeRecordedEntry { disputed }
        ... on ClockBreachedEntry { clock }
        ... on ContactRecordedEntry { interaction { id } }
      }
      pageInfo { hasNextPage endCursor }
    }
    interactions(first: 20) {
      nodes { id channel direction occurredAt person { displayName } handleTime body isAutomatic }
    }
  }
}`;

/** The parts of a case page by which one sees that it is whole. */
export interface CasePage {
  readonly case: {
    readonly id: string;
    readonly customer: { readonly displayName: string; readonly contactPoints: Page } | null;
    readonly team: { readonly name: string } | null;
    readonly site: { readonly name: string } | null;
    readonly assignee: { readonly displayName: string } | null;
    readonly clocks: readonly object[] | null;
    readonly timeline: Page;
    readonly interactions: Page;
  } | null;
}

interface Page {
  readonly nodes: readonly object[];
}

/** Throws unless this is the whole page of the case: a page that is fast since half of it is missing is none. */
export function checkPage(id: string, { case: page }: CasePage): void {
  const isWhole =
    page?.id === id &&
    page.customer?.displayName &&
    page.customer.contactPoints.nodes.length === 2 &&
    page.team?.name &&
    page.site?.name &&
    (page.assignee === null || page.assignee.displayName) &&
    // Two clocks were started; it was opened and assigned, and whoever brought it wrote.
    page.clocks?.length === 2 &&
    page.timeline.nodes.length >= 3 &&
    page.interactions.nodes.length >= 1;
  if (!isWhole) throw new Error(`The page of ${id} is not whole: ${JSON.stringify(page)}`);
}

/** The parts of a metric by which one sees that it was told. */
export interface Figure {
  readonly metric: { readonly rows: readonly object[] } | null;
}

/** Throws unless a metric was told with something in it. */
export function checkFigure(variables: object, { metric }: Figure): void {
  if (!metric?.rows.length) throw new Error(`Nothing is told of ${JSON.stringify(variables)}`);
}
