import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Channel, InteractionDirection } from '@courtesy/graph-types/cases';
import { completenessOf } from './completeness.ts';
import { noDetails } from './details.ts';
import type { Interaction } from './interaction.ts';

const at = new Date('2026-03-02T10:00:00Z');
const contact = (given: Partial<Interaction>): Interaction => ({
  ...{ id: 'intr_1', caseId: 'case_1', customerId: 'cust_1', channel: 'PHONE', direction: 'INBOUND' },
  ...{ occurredAt: at, recordedAt: at, recordedBy: 'ada', personId: 'pers_1', handleMs: 60_000, body: 'It leaks' },
  ...{ isAutomatic: false, supersedesId: null, correctionReason: null, source: null, sourceId: null },
  ...noDetails,
  ...given,
});

describe('the completeness of a contact record', () => {
  it('asks of each channel what belongs to it', () => {
    const required = (channel: Channel, direction: InteractionDirection = 'INBOUND') =>
      completenessOf(contact({ channel, direction })).required;
    expect(required('LETTER')).toEqual(['POSTED_AT', 'RECEIVED_AT', 'PERSON', 'HANDLE_TIME']);
    expect(required('LETTER', 'OUTBOUND')).toEqual(['POSTED_AT', 'POSTAL_REFERENCE', 'PERSON', 'HANDLE_TIME']);
    expect(required('FACE_TO_FACE')).toEqual(['SITE', 'DESK', 'WAIT_TIME', 'PERSON', 'HANDLE_TIME']);
    expect(required('PHONE')).toEqual(['PERSON', 'HANDLE_TIME']);
  });

  it('says what is missing, in whole percent', () => {
    expect(completenessOf(contact({ channel: 'LETTER', postedAt: at, handleMs: null }))).toMatchObject({
      score: 50,
      missing: ['RECEIVED_AT', 'HANDLE_TIME'],
    });
    expect(completenessOf(contact({ channel: 'FACE_TO_FACE', desk: 'Desk 3', waitMs: 0 })).score).toBe(80);
    expect(completenessOf(contact({ personId: null, handleMs: null })).score).toBe(0);
  });

  it('asks nothing of what a machine made', () => {
    expect(completenessOf(contact({ isAutomatic: true, personId: null, handleMs: null }))).toEqual({
      ...{ score: 100, required: [], missing: [] },
    });
  });

  it('asks by what somebody who spoke for the customer may do so, and where to find a paper', () => {
    const spokenFor = (authority: Interaction['authority'], authorityReference: string | null = null) =>
      completenessOf(
        contact({ representativeName: 'B', representativeRelation: 'CARER', authority, authorityReference }),
      ).missing;
    expect(spokenFor('NONE_SHOWN')).toEqual(['AUTHORITY']);
    expect(spokenFor('POWER_OF_ATTORNEY')).toEqual(['AUTHORITY']);
    expect(spokenFor('POWER_OF_ATTORNEY', 'Box 12')).toEqual([]);
    expect(spokenFor('CUSTOMER_CONSENT')).toEqual([]);
  });

  it('never falls when something more is known, and is 100 exactly when nothing is missing', () => {
    const known = fc.record({
      channel: fc.constantFrom<Channel>('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT'),
      direction: fc.constantFrom<InteractionDirection>('INBOUND', 'OUTBOUND'),
      personId: fc.option(fc.constant('pers_1')),
      handleMs: fc.option(fc.nat()),
      postedAt: fc.option(fc.constant(at)),
      receivedAt: fc.option(fc.constant(at)),
      postalReference: fc.option(fc.string()),
      siteId: fc.option(fc.constant('site_1')),
      desk: fc.option(fc.string()),
      waitMs: fc.option(fc.nat()),
    });
    const whole = { personId: 'pers_1', handleMs: 1, postedAt: at, receivedAt: at, postalReference: 'R' } as const;
    fc.assert(
      fc.property(known, (given) => {
        const before = completenessOf(contact(given));
        expect(before.score === 100).toBe(before.missing.length === 0);
        expect(completenessOf(contact({ ...given, ...whole })).score).toBeGreaterThanOrEqual(before.score);
      }),
    );
  });
});
