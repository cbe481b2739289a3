import { describe, expect, it } from '@jest/globals';
import type { KnownEvent } from '@courtesy/events';
import { triggeredBy } from './trigger.ts';

const contact = {
  ...{ caseId: 'case_1', customerId: 'cust_1', channel: 'PHONE', direction: 'INBOUND', handleMs: null, personId: null },
  ...{ occurredAt: '2026-03-02T10:00:00.000Z', recordedAt: '2026-03-02T10:00:00.000Z' },
};
const second = { ...contact, siteId: null, teamId: null, isAutomatic: false, waitMs: null, call: null, letter: null };
const announced = (type: string, data: object) => ({ type, subject: 'intr_1', sequence: 1, data }) as KnownEvent;

describe('What sets a rule off', () => {
  it('is a contact on record, in either version of its announcement', () => {
    const first = triggeredBy(announced('courtesy.interaction.recorded.v1', contact));
    expect(first).toMatchObject({
      ...{ trigger: 'CONTACT_RECORDED', caseId: 'case_1', version: null },
      event: { name: 'CONTACT_RECORDED', channel: 'PHONE', direction: 'INBOUND' },
    });
    expect(triggeredBy(announced('courtesy.interaction.recorded.v2', second))).toEqual(first);
  });

  it('is no call that belongs to no case', () => {
    expect(triggeredBy(announced('courtesy.interaction.recorded.v2', { ...second, caseId: null }))).toBeNull();
  });
});
