import { describe, expect, it } from '@jest/globals';
import { publicError } from './errors.ts';

const told = (extensions: Record<string, unknown>, path?: (string | number)[]) =>
  publicError(
    { message: 'the message', ...(path && { path }), extensions, locations: [{ line: 3, column: 7 }] },
    'request-1',
  );

describe('An error as the caller sees it', () => {
  it('is message, path, code, service and request id, and nothing else', () => {
    const error = told(
      { code: 'FORBIDDEN', serviceName: 'cases', stacktrace: ['at x'], response: { url: 'http://cases:4002' } },
      ['case', 'note'],
    );
    expect(error).toEqual({
      message: 'the message',
      path: ['case', 'note'],
      extensions: { code: 'FORBIDDEN', service: 'cases', requestId: 'request-1' },
    });
  });

  it('of an unknown code is masked, with the request id to quote', () => {
    for (const code of ['DOWNSTREAM_SERVICE_ERROR', 'ECONNREFUSED', undefined]) {
      const error = told({ code, serviceName: 'cases' });
      expect(error.extensions.code).toBe('INTERNAL_SERVER_ERROR');
      expect(error.message).toBe('Something broke on our side. Quote request request-1 when you report it.');
    }
  });

  it('about the query says where in it, and is masked when a subgraph says it of the query that we wrote', () => {
    expect(told({ code: 'GRAPHQL_VALIDATION_FAILED' }).message).toBe('the message (line 3, column 7)');
    expect(told({ code: 'GRAPHQL_VALIDATION_FAILED', serviceName: 'cases' }).extensions.code).toBe(
      'INTERNAL_SERVER_ERROR',
    );
  });

  it('of a fetch for many entities has the path of the list they are in', () => {
    expect(
      told({ code: 'SUBGRAPH_TIMEOUT', serviceName: 'cases' }, ['cases', 'nodes', '@', 'customer', '_entities']).path,
    ).toEqual(['cases', 'nodes']);
  });

  it('takes no service name that could be an address', () => {
    expect(told({ code: 'FORBIDDEN', service: 'http://10.0.0.7', serviceName: 'cases' }).extensions.service).toBe(
      'cases',
    );
  });
});
