import { describe, expect, it } from '@jest/globals';
import { eventSchemas, readEvent, type CloudEvent } from './index.ts';

const event = (type: string, data: unknown): CloudEvent => ({
  specversion: '1.0',
  id: '1.1',
  source: '/courtesy/cases',
  type,
  subject: 'case_1',
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  sequence: 1,
  data,
});

describe('events', () => {
  it('every type names an aggregate, a past tense and a version', () => {
    for (const type of Object.keys(eventSchemas)) expect(type).toMatch(/^courtesy\.[a-z-]+\.[a-z-]+\.v\d+$/);
  });
  it('an event of a type we do not know is left to those who do', () => {
    expect(readEvent(event('courtesy.case.enchanted.v1', {}))).toBeNull();
  });
  it('a known event whose data has the wrong shape is refused and says which event', () => {
    expect(() => readEvent(event('courtesy.case.closed.v1', { closedAt: 'yesterday' }))).toThrow(/Event 1\.1/);
  });
  it('a known event arrives with its data checked', () => {
    const read = readEvent(event('courtesy.case.closed.v1', { closedAt: '2026-01-01T00:00:00.000Z' }));
    expect(read?.data).toEqual({ closedAt: '2026-01-01T00:00:00.000Z' });
  });
});
