import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { Context } from './context.ts';

/** Work of a service's own between carrying out a request and answering it, such as putting on record what was read. */
export type BeforeAnswer = (context: Context) => Promise<void>;

/**
 * Does `work` once for each request, after all its fields are resolved and before anything is sent. When it fails nothing of the answer leaves:
 * what could not be put on record was not seen. `broken` is what the caller is told instead.
 */
export function answersAfter(
  work: BeforeAnswer,
  broken: (context: Context) => GraphQLFormattedError,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue: context }) => {
        try {
          await work(context);
        } catch (error) {
          context.log.error({ err: error }, 'an answer was held back');
          response.body = { kind: 'single', singleResult: { data: null, errors: [broken(context)] } };
        }
      },
    }),
  };
}
