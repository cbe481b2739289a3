import { isIdOf, type Problem } from '@courtesy/kernel';
import type { HandlerInput } from '@courtesy/graph-types/policy';
import type { Actor, Context } from '@courtesy/subgraph';

/** What is wrong with naming a handler: only a service may, which vouches for them as the gateway vouches for a caller (ADR 0014). */
export function problemsOfHandler(handler: HandlerInput | null | undefined, { role }: Actor): Problem[] {
  if (handler == null) return [];
  const path = 'handler';
  if (role !== 'SERVICE')
    return [{ path, message: 'may be named by a service alone; leave it out to act for yourself' }];
  const { personId } = handler;
  return isIdOf('pers', personId)
    ? []
    : [{ path: `${path}.personId`, message: `"${personId}" is not the id of a person` }];
}

/** The context of a request as the handler it names would make it: their authority, under the reach and scopes of the service. */
export function actingFor(context: Context, handler: HandlerInput | null | undefined): Context {
  if (handler == null) return context;
  const { siteId: _site, teamId: _team, regionId: _region, customerId: _customer, ...service } = context.actor;
  const { subject, personId, role, siteId, teamId, regionId } = handler;
  const place = { ...(siteId && { siteId }), ...(teamId && { teamId }), ...(regionId && { regionId }) };
  return { ...context, actor: { ...service, subject, personId, role, ...place } };
}
