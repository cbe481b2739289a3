import { GraphQLError } from 'graphql';
import type { OnceRequest } from '@courtesy/persistence';
import type { Context } from './context.ts';

/** The error of a caller who may not do or see something. It ends the request's field, and any transaction around it. */
export const forbidden = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });

/** Lets pass only whoever reaches the whole organisation; throws FORBIDDEN with `message` otherwise. */
export function requireAll({ actor }: Pick<Context, 'actor'>, message: string): void {
  if (actor.reach !== 'ALL') throw forbidden(message);
}

/** A caller's request of a mutation, by which it is done once however often it comes: see `once`. */
export const onceRequest = (
  { actor, now }: Pick<Context, 'actor' | 'now'>,
  operation: string,
  input: { readonly idempotencyKey?: string | null | undefined },
): OnceRequest => ({ key: input.idempotencyKey, operation, subject: actor.subject, input, now: now() });
