import { GraphQLError } from 'graphql';
import type { SelectQueryBuilder } from 'typeorm';
import { BadInput, filterCondition, MAX_FILTER_DEPTH, type Condition, type Filter } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import type { ContactFilter, CustomerFilter } from '@courtesy/graph-types/customers';
import { mayKnowCircumstances } from '../circumstance/circumstance.ts';
import { spellingsOf } from '../contact-point/contact-point.ts';
import type { Customer } from './customer.ts';

const own = {
  id: 'c.id',
  kind: 'c.kind',
  displayName: `COALESCE(c.displayName, NULLIF(TRIM(COALESCE(c.givenName, '') || ' ' || COALESCE(c.familyName, '')), ''))`,
  territory: 'c.territory',
  country: 'c.country',
  preferredLanguage: 'c.preferredLanguage',
  registeredAt: 'c.registeredAt',
};

/** What a customer has several of: the table to look into, and its columns by the filter's fields. */
const related = {
  externalIdentity: {
    from: 'external_identities r WHERE r.customer_id = c.id',
    fields: { source: 'r.source', id: 'r.external_id' },
  },
  contact: {
    from: 'contact_points r WHERE r.customer_id = c.id AND r.valid_to IS NULL',
    fields: { kind: 'r.kind', normalised: 'r.normalised', value: 'r.value' },
  },
  circumstance: {
    from: 'circumstances r WHERE r.customer_id = c.id AND r.ended_at IS NULL',
    fields: { name: 'r.name' },
  },
  health: {
    from: 'customer_health r WHERE r.customer_id = c.id',
    fields: { band: 'r.band', score: 'r.score' },
  },
} as const;

const meaning = (values: readonly string[]): Filter =>
  ({
    or: values
      .flatMap(spellingsOf)
      .map(({ kind, normalised }) => ({ kind: { eq: kind }, normalised: { eq: normalised } })),
  }) as Filter;

/** A contact filter with its values in the spelling that is stored. */
function contactFilter({ kind, value }: ContactFilter): Filter {
  const and: Filter[] = [];
  if (kind) and.push({ kind } as Filter);
  if (typeof value?.eq === 'string') and.push(meaning([value.eq]));
  if (value?.in) and.push(meaning(value.in));
  if (value?.contains) and.push({ value: { contains: value.contains } } as Filter);
  return { and };
}

/** Writes a filter of customers, whose parts may look into what a customer has several of. */
class CustomerCondition {
  readonly parameters: Record<string, unknown> = {};
  readonly #actor: Actor;
  readonly #now: Date;

  constructor(actor: Actor, now: Date) {
    this.#actor = actor;
    this.#now = now;
  }

  /** Parts are written apart, so their parameters get names of their own. */
  #take({ sql, parameters }: Condition): string {
    const offset = Object.keys(this.parameters).length;
    for (const [name, value] of Object.entries(parameters)) this.parameters[`c${offset}${name}`] = value;
    return sql.replace(/:filter\d+/g, (name) => `:c${offset}${name.slice(1)}`);
  }

  #leaf(filter: Filter, fields: Readonly<Record<string, string>>): string {
    return this.#take(filterCondition(filter, { fields, now: this.#now }));
  }

  #some(name: keyof typeof related, filter: Filter): string {
    const { from, fields } = related[name];
    return `EXISTS (SELECT 1 FROM ${from} AND ${this.#leaf(filter, fields)})`;
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
      case 'externalIdentity':
        return this.#some(name, value as Filter);
      case 'health':
        if (!this.#actor.scopes.includes('casework:read'))
          throw new GraphQLError('You may not filter by health.', { extensions: { code: 'FORBIDDEN' } });
        return this.#some(name, value as Filter);
      case 'contact':
        return this.#some(name, contactFilter(value));
      case 'circumstance':
        // Who may not read circumstances must not find out by asking for them either.
        if (!mayKnowCircumstances(this.#actor))
          throw new GraphQLError('You may not filter by circumstance.', { extensions: { code: 'FORBIDDEN' } });
        return this.#some(name, { name: value } as Filter);
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

/** Adds a filter to a query of customers under the alias `c`. Asking for circumstances without clearance is FORBIDDEN. */
export function filterCustomers(
  customers: SelectQueryBuilder<Customer>,
  filter: CustomerFilter | null | undefined,
  asked: { readonly actor: Actor; readonly now: Date },
): void {
  if (!filter) return;
  const condition = new CustomerCondition(asked.actor, asked.now);
  const sql = condition.write(filter);
  customers.andWhere(`(${sql})`, condition.parameters);
}
