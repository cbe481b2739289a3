import { ApolloServer } from '@apollo/server';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { answersAfter } from './before-answer.ts';
import { createContext, type Context } from './context.ts';

/** Who was answered, as it is put on record first; there is no room for a Smudge. */
const visitors: string[] = [];
const logged: string[] = [];
const server = new ApolloServer<Context>({
  typeDefs: `type Query { title: String diary: String }`,
  resolvers: { Query: { title: () => 'Courtesy', diary: () => 'Dear diary' } },
  plugins: [
    answersAfter(
      async ({ actor }) => {
        if (actor.subject === 'smudge') throw new Error('no room for smudge');
        visitors.push(actor.subject);
      },
      ({ requestId }) => ({ message: 'Something broke on our side.', extensions: { requestId } }),
    ),
  ],
});
afterAll(() => server.stop());

async function ask(subject: string) {
  const contextValue = createContext({
    ...{ db: {} as Context['db'], config: {}, requestId: 'req-1', now: () => new Date(0), newId: (prefix) => prefix },
    actor: { subject, role: 'AGENT', reach: 'TEAM', scopes: [] },
    log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    resource: ({ name }) => {
      throw new Error(`No ${name} here`);
    },
  });
  const { body } = await server.executeOperation({ query: '{ title again: title diary }' }, { contextValue });
  return body.kind === 'single' ? body.singleResult : null;
}

describe('what is done before an answer', () => {
  it('is done once for each request', async () => {
    expect(await ask('ann')).toMatchObject({ data: { title: 'Courtesy', diary: 'Dear diary' } });
    expect(visitors).toEqual(['ann']);
  });

  it('holds the whole answer back when it fails, says so without a word of why, and logs it', async () => {
    expect(await ask('smudge')).toEqual({
      data: null,
      errors: [{ message: 'Something broke on our side.', extensions: { requestId: 'req-1' } }],
    });
    expect(logged.join()).toContain('no room for smudge');
  });
});
