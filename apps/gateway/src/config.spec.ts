import { describe, expect, it } from '@jest/globals';
import { ConfigRefused, readConfig } from './config.ts';

const sound = { OIDC_ISSUER: 'https://id.example', ACTOR_SECRET: 's'.repeat(32) };
const refusal = (argv: string[], environment: Record<string, string>): string => {
  try {
    readConfig(argv, environment);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('The configuration of the gateway', () => {
  it('comes from flags and environment, and a flag wins', () => {
    const config = readConfig(['--port', '4100', '--supergraph', 'other.graphql'], {
      ...sound,
      PORT: '4200',
      SUBGRAPH_URLS: 'cases=http://cases:4002/graphql',
    });
    expect(config).toMatchObject({
      PORT: 4100,
      SUPERGRAPH: 'other.graphql',
      ANONYMOUS: false,
      OIDC_AUDIENCE: 'courtesy',
    });
    expect(config.SUBGRAPH_URLS.get('cases')).toBe('http://cases:4002/graphql');
  });

  it('is refused with every problem at once', () => {
    const message = refusal([], {
      PORT: 'many',
      SUBGRAPH_URLS: 'cases',
      OIDC_ISSUER: 'not an address',
      SUBGRAPH_TIMEOUT_MS: '0',
      LOG_LEVEL: 'loud',
    });
    for (const name of ['PORT', 'SUBGRAPH_URLS', 'OIDC_ISSUER', 'SUBGRAPH_TIMEOUT_MS', 'LOG_LEVEL', 'ACTOR_SECRET'])
      expect(message).toContain(`${name}:`);
  });

  it('needs an issuer and a secret unless callers are anonymous', () => {
    expect(refusal([], {})).toMatch(/OIDC_ISSUER: is missing[\s\S]*ACTOR_SECRET: is missing/);
    expect(refusal(['--anonymous'], {})).toBe('accepted');
  });

  it('in production refuses anonymous callers and an issuer over plain http', () => {
    expect(refusal(['--anonymous'], { NODE_ENV: 'production' })).toContain('--anonymous: is refused');
    expect(refusal([], { ...sound, NODE_ENV: 'production', OIDC_ISSUER: 'http://id.example' })).toContain(
      'OIDC_ISSUER: must be https',
    );
    expect(refusal([], { ...sound, NODE_ENV: 'production' })).toBe('accepted');
  });

  it('refuses an unknown flag by naming the known ones', () => {
    expect(refusal(['--supergrap', 'x'], {})).toContain('--supergraph FILE|URL');
  });
});
