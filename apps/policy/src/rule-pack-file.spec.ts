import { describe, expect, it } from '@jest/globals';
import { packNames, readPackFile } from './packs.ts';
import { readRulePackFile } from './rule-pack-file.ts';

const shipped = packNames('rules').map((name) => ({ name, text: readPackFile('rules', name, 'pack.json') }));

describe('the file of a pack of rules', () => {
  it('says of every shipped pack on what it rests and when that was read, and to review it with an adviser', () => {
    expect(shipped.map(({ name }) => name)).toEqual(['retail']);
    for (const { advice, sources, compensation, policy } of shipped.map(({ text }) => readRulePackFile(text))) {
      expect(advice).toMatch(/review with your adviser/i);
      for (const { url, readOn } of [...sources, ...(compensation ? [compensation.source] : [])]) {
        expect(url).toMatch(/^https:/);
        expect(readOn).toMatch(/^\d{4}-\d\d-\d\d$/);
      }
      const anchors = policy.clauses.map(({ anchor }) => anchor);
      for (const { clause } of compensation?.bands ?? []) expect(anchors).toContain(clause);
    }
  });

  it('is refused with the place of what is not as it should be', () => {
    const [{ text } = { text: '{}' }] = shipped;
    const file = JSON.parse(text) as Record<string, unknown>;
    const broken = (changes: Record<string, unknown>) => () =>
      readRulePackFile(JSON.stringify({ ...file, ...changes }));
    expect(broken({})).not.toThrow();
    expect(broken({ advice: 'Use it as it is.' })).toThrow(/advice/);
    expect(broken({ sources: [{ title: 'A law', url: null, readOn: 'lately' }] })).toThrow(/readOn/);
    expect(broken({ surprise: true })).toThrow(/surprise/);
  });
});
