import { describe, expect, it } from '@jest/globals';
import { belowFloor, compareVersions } from './floors.ts';

const lock = (packages: Record<string, string>) => ({
  packages: Object.fromEntries(Object.entries(packages).map(([path, version]) => [path, { version }])),
});

describe('version floors', () => {
  it('versions are ordered by number, not by letter', () => {
    expect(compareVersions('2.13.2', '2.9.9')).toBeGreaterThan(0);
    expect(compareVersions('10.0.0', '9.9.9')).toBeGreaterThan(0);
    expect(compareVersions('1.0.0', '1.0.0')).toBe(0);
  });

  it('a pre-release is older than its release', () => {
    expect(compareVersions('1.0.0-rc.1', '1.0.0')).toBeLessThan(0);
  });

  it('a package at its floor passes', () => {
    expect(belowFloor(lock({ 'node_modules/typeorm': '1.0.0' }), { typeorm: '1.0.0' })).toEqual([]);
  });

  it('a package below its floor is named with both versions', () => {
    expect(belowFloor(lock({ 'node_modules/typeorm': '0.3.20' }), { typeorm: '1.0.0' })).toEqual([
      'node_modules/typeorm is 0.3.20, and must be 1.0.0 or newer',
    ]);
  });

  it('a copy nested under another package is held to the same floor', () => {
    expect(
      belowFloor(lock({ 'node_modules/a/node_modules/@apollo/server': '5.4.0' }), { '@apollo/server': '5.5.0' }),
    ).toHaveLength(1);
  });

  it('a package whose name merely ends alike is another package', () => {
    expect(belowFloor(lock({ 'node_modules/my-typeorm': '0.1.0' }), { typeorm: '1.0.0' })).toEqual([]);
  });
});
