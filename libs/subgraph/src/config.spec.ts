import { describe, expect, it } from '@jest/globals';
import { commonConfig, migrateConfig, parseConfig } from './config.ts';

const good = {
  PORT: '4002',
  DATABASE_URL: 'postgres://cases@localhost:4010/cases',
  ACTOR_KEY: 'x'.repeat(32),
  FEED_KEY: 'y'.repeat(16),
};

describe('the environment of a subgraph', () => {
  it('is read whole, with the defaults of a development machine', () => {
    expect(
      parseConfig(commonConfig, { ...good, FEEDS: 'policy=http://policy:4004/,workforce=http://workforce:4003' }),
    ).toMatchObject({
      PORT: 4002,
      HOST: '127.0.0.1',
      NODE_ENV: 'development',
      FEEDS: { policy: 'http://policy:4004', workforce: 'http://workforce:4003' },
    });
  });

  it('is refused with every bad variable named at once', () => {
    const read = () => parseConfig(commonConfig, { PORT: 'soon', DATABASE_URL: 'mysql://x', FEEDS: 'policy' });
    expect(read).toThrow(
      /PORT: [\s\S]*DATABASE_URL: [\s\S]*ACTOR_KEY: .*not set[\s\S]*FEED_KEY: .*not set[\s\S]*FEEDS: "policy" is not name=url/,
    );
  });

  it('takes a variable that is empty for one that is not set', () => {
    expect(parseConfig(commonConfig, { ...good, HOST: '', PEERS: '' })).toEqual(parseConfig(commonConfig, good));
    expect(() => parseConfig(commonConfig, { ...good, ACTOR_KEY: '' })).toThrow(/ACTOR_KEY: .*not set/);
  });

  it('migrates by the address of the owner, or by the only address there is', () => {
    expect(parseConfig(migrateConfig, { DATABASE_URL: good.DATABASE_URL })).toEqual({ url: good.DATABASE_URL });
    const MIGRATION_DATABASE_URL = 'postgres://cases_owner@localhost:4010/cases';
    expect(parseConfig(migrateConfig, { ...good, MIGRATION_DATABASE_URL })).toEqual({ url: MIGRATION_DATABASE_URL });
    expect(() => parseConfig(migrateConfig, {})).toThrow(/MIGRATION_DATABASE_URL: is missing/);
  });
});
