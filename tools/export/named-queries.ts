/** Exports that have a name. What `customers` writes is what `npm run import -- customers` reads without a mapping. */
export const namedQueries: Readonly<Record<string, string>> = {
  customers: `{ customers(orderBy: OLDEST_FIRST) { nodes {
    graphId: id kind anonymous displayName givenName familyName preferredLanguage registeredAt
    externalIdentities(first: 1) { nodes { source externalId } } contactPoints(first: 50) { nodes { kind value } }
  } } }`,
  cases: `{ cases(orderBy: OLDEST_FIRST) { nodes {
    id reference type status priority channel subject openedAt assignedAt resolvedAt closedAt outcome
    customer { id displayName } site { id name } assignee { id displayName }
  } } }`,
  products: `{ products { nodes { sku name category active } } }`,
  purchases: `{ purchases(orderBy: OLDEST_FIRST) { nodes {
    id source orderNumber boughtAt channel customer { id displayName } total { amount currency }
    lines { sku name quantity paid { amount currency } } tenders { kind amount { amount currency } }
  } } }`,
};
