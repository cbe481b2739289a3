import type { SelectQueryBuilder } from 'typeorm';
import {
  BadInput,
  filterCondition,
  MAX_FILTER_DEPTH,
  type Condition,
  type Filter,
  type FilterField,
} from '@courtesy/persistence';
import { type Actor, forbidden, ofFamily } from '@courtesy/subgraph';
import type {
  ContactFilter,
  CustomerFilter,
  CustomerOwnerFilter,
  RelationshipFilter,
} from '@courtesy/graph-types/customers';
import { mayKnowCircumstances } from '../circumstance/circumstance.ts';
import { spellingsOf } from '../contact-point/contact-point.ts';
import type { Customer } from './customer.ts';

const own = {
  kind: 'c.kind',
  status: 'c.status',
  displayName: `COALESCE(c.displayName, NULLIF(TRIM(COALESCE(c.givenName, '') || ' ' || COALESCE(c.familyName, '')), ''))`,
  territory: 'c.territory',
  country: 'c.country',
  preferredLanguage: 'c.preferredLanguage',
  registeredAt: 'c.registeredAt',
};

const BETWEEN_TWO = 'customer_root(customer_id) <> customer_root(related_id)';
const HOLDS = 'r.valid_from <= :effectiveNow AND (r.valid_to IS NULL OR r.valid_to > :effectiveNow)';

/** What a customer has several of: the table to look into, the column that names whose a row is, and the columns by the filter's fields. */
const related = {
  id: { from: 'customers r WHERE TRUE', owner: 'r.id', fields: { id: 'r.id' } },
  externalIdentity: {
    from: 'external_identities r WHERE TRUE',
    owner: 'r.customer_id',
    fields: { source: 'r.source', id: 'r.external_id' },
  },
  contact: {
    from: 'contact_points r WHERE r.valid_to IS NULL',
    owner: 'r.customer_id',
    fields: { kind: 'r.kind', normalised: 'r.normalised', national: 'r.national', value: 'r.value' },
  },
  circumstance: {
    from: 'circumstances r WHERE r.ended_at IS NULL',
    owner: 'r.customer_id',
    fields: { name: 'r.name' },
  },
  tier: {
    from: `tier_assignments r JOIN customer_tiers t ON t.id = r.tier_id WHERE ${HOLDS}`,
    owner: 'r.customer_id',
    fields: { id: 'r.tier_id', name: 't.name' },
  },
  owner: {
    from: `owner_assignments r WHERE ${HOLDS}`,
    owner: 'r.customer_id',
    fields: { personId: 'r.person_id', teamId: 'r.team_id' },
  },
  preferences: {
    from: 'customer_preferences r WHERE r.valid_to IS NULL',
    owner: 'r.customer_id',
    fields: { preferredChannel: 'r.preferred_channel', interpreter: 'r.interpreter', doNotContact: 'r.do_not_contact' },
  },
  relationship: {
    from: `(SELECT customer_id AS one, kind, related_id AS toward, NULL AS away, valid_from, valid_to FROM customer_relationships WHERE ${BETWEEN_TWO}
      UNION ALL SELECT related_id, kind, NULL, customer_id, valid_from, valid_to FROM customer_relationships WHERE ${BETWEEN_TWO}) r WHERE ${HOLDS}`,
    owner: 'r.one',
    fields: { kind: 'r.kind', to: ofFamily('r.toward'), of: ofFamily('r.away') },
  },
  health: {
    from: 'customer_health r WHERE TRUE',
    owner: 'r.customer_id',
    fields: { band: 'r.band', score: 'r.score' },
  },
} as const;

/** Whether a comparison names what it looks for, so that the rows are few and the customers are found from them. */
const namesFew = (compared: { readonly eq?: unknown; readonly in?: unknown } | null | undefined): boolean =>
  Boolean(compared?.eq ?? compared?.in);

const namesSome = ({ to, of }: RelationshipFilter): boolean => namesFew(to) || namesFew(of);

const meaning = (values: readonly string[], country: string): Filter =>
  ({
    or: values
      .flatMap((value) => spellingsOf(value, country))
      .map(({ kind, ...sought }) => ({
        kind: { eq: kind },
        ...('national' in sought ? { national: { eq: sought.national } } : { normalised: { eq: sought.normalised } }),
      })),
  }) as Filter;

/** A contact filter with its values in the spelling that is stored. */
function contactFilter({ kind, value }: ContactFilter, country: string): Filter {
  const and: Filter[] = [];
  if (kind) and.push({ kind } as Filter);
  if (typeof value?.eq === 'string') and.push(meaning([value.eq], country));
  if (value?.in) and.push(meaning(value.in, country));
  if (value?.contains) and.push({ value: { contains: value.contains } } as Filter);
  return { and };
}

/** Who asks, when, and where telephone numbers are dialled that say no country. */
export interface Asked {
  readonly actor: Actor;
  readonly now: Date;
  readonly country: string;
}

/** Writes a filter of customers, whose parts may look into what a customer has several of. */
class CustomerCondition {
  readonly parameters: Record<string, unknown> = {};
  readonly #actor: Actor;
  readonly #now: Date;
  readonly #country: string;

  constructor({ actor, now, country }: Asked) {
    this.#actor = actor;
    this.#now = now;
    this.#country = country;
    this.parameters['effectiveNow'] = now;
  }

  /** What belongs to the work of staff must not be found out by asking for it either. */
  #staffOnly(what: string): void {
    if (!this.#actor.scopes.includes('casework:read')) throw forbidden(`You may not filter by ${what}.`);
  }

  /** Parts are written apart, so their parameters get names of their own. */
  #take({ sql, parameters }: Condition): string {
    const offset = Object.keys(this.parameters).length;
    for (const [name, value] of Object.entries(parameters)) this.parameters[`c${offset}${name}`] = value;
    return sql.replace(/:filter\d+/g, (name) => `:c${offset}${name.slice(1)}`);
  }

  #leaf(filter: Filter, fields: Readonly<Record<string, FilterField>>): string {
    return this.#take(filterCondition(filter, { fields, now: this.#now }));
  }

  /** Customers of whom, or of somebody merged into whom, such a row is. Read from the rows where they are few, else from the customers of a page. */
  #some(name: keyof typeof related, filter: Filter, isFew: boolean): string {
    const { from, owner, fields } = related[name];
    const rows = `${from} AND ${this.#leaf(filter, fields)}`;
    if (isFew)
      return `c.id IN (SELECT found.root FROM (SELECT ${owner} AS id FROM ${rows}) AS one
        LEFT JOIN customer_aliases a ON a.customer_id = one.id CROSS JOIN LATERAL (VALUES (one.id), (a.survivor_id)) AS found (root))`;
    return `EXISTS (SELECT 1 FROM ${rows} AND ${owner} = c.id) OR EXISTS (SELECT 1 FROM customer_aliases a
      JOIN LATERAL (SELECT 1 FROM ${rows} AND ${owner} = a.customer_id) AS one ON TRUE WHERE a.survivor_id = c.id)`;
  }

  #part(name: string, value: object, depth: number): string {
    const each = () => (value as CustomerFilter[]).map((part) => this.write(part, depth + 1));
    switch (name) {
      case 'and':
        return each().join(' AND ') || 'TRUE';
      case 'or':
        return each().join(' OR ') || 'FALSE';
      case 'not':
        return `(${this.write(value, depth + 1)}) IS NOT TRUE`;
      case 'id':
        return this.#some(name, { id: value } as Filter, true);
      case 'externalIdentity':
        return this.#some(name, value as Filter, namesFew((value as CustomerFilter['externalIdentity'])?.id));
      case 'health':
        this.#staffOnly(name);
        return this.#some(name, value as Filter, false);
      case 'tier':
      case 'preferences':
        return this.#some(name, value as Filter, false);
      case 'owner':
        this.#staffOnly(name);
        return this.#some(name, value as Filter, namesFew((value as CustomerOwnerFilter).personId));
      case 'relationship':
        this.#staffOnly(name);
        return this.#some(name, value as Filter, namesSome(value as RelationshipFilter));
      case 'contact':
        return this.#some(name, contactFilter(value, this.#country), namesFew((value as ContactFilter).value));
      case 'circumstance':
        // Who may not read circumstances must not find out by asking for them either.
        if (!mayKnowCircumstances(this.#actor)) throw forbidden('You may not filter by circumstance.');
        return this.#some(name, { name: value } as Filter, false);
      default:
        return this.#leaf({ [name]: value } as Filter, own);
    }
  }

  write(filter: CustomerFilter, depth = 0): string {
    if (depth > MAX_FILTER_DEPTH)
      throw new BadInput(`A filter may nest and / or / not at most ${MAX_FILTER_DEPTH} levels deep. Flatten it.`);
    const parts = Object.entries(filter).filter(([, value]) => value !== null && value !== undefined);
    return parts.map(([name, value]) => `(${this.#part(name, value as object, depth)})`).join(' AND ') || 'TRUE';
  }
}

/** Whether a filter asks how customers stand, at any depth. */
export function asksForStatus(filter: CustomerFilter | null | undefined): boolean {
  if (!filter) return false;
  const { status, and, or, not } = filter;
  return Boolean(status) || asksForStatus(not) || [...(and ?? []), ...(or ?? [])].some(asksForStatus);
}

/** Adds a filter to a query of customers under the alias `c`. Asking for circumstances without clearance is FORBIDDEN. */
export function filterCustomers(
  customers: SelectQueryBuilder<Customer>,
  filter: CustomerFilter | null | undefined,
  asked: Asked,
): void {
  if (!filter) return;
  const condition = new CustomerCondition(asked);
  const sql = condition.write(filter);
  customers.andWhere(`(${sql})`, condition.parameters);
}
