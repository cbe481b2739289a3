import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { change, givenCustomer, startWorld, type World } from '../../test/customers-world.ts';
import { found, seen } from '../../test/identity.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const FIELDS =
  'pronouns accessibleFormats interpreter preferredChannel contactHours { day opens closes } timeZone doNotContact';
const record = (customerId: string, input: object) =>
  change(
    world,
    'recordPreferences',
    { customerId, ...input },
    {
      fragments: `... on PreferencesRecorded { preferences { ${FIELDS} } customer { version } } ... on InvalidInput { problems { path } }`,
    },
  );
const mayContact = (id: string) =>
  seen<object>(world, id, 'mayContact(purpose: MARKETING, channel: EMAIL) { allowed reason }');
const agree = (customerId: string) =>
  change(world, 'recordConsent', {
    ...{ customerId, purpose: 'MARKETING', evidence: { how: 'WRITTEN', wordingVersion: '2026-1', place: 'Form' } },
  });

describe('what a customer wants', () => {
  it('is recorded part by part, and what was said before stays on record', async () => {
    const { id } = await givenCustomer(world);
    const hours = [
      { day: 'TUESDAY', opens: '14:00', closes: '24:00' },
      { day: 'MONDAY', opens: '09:00', closes: '12:30' },
    ];
    await record(id, { pronouns: 'they/them', accessibleFormats: ['BRAILLE', 'AUDIO', 'AUDIO'], interpreter: 'BFI' });
    const said = await record(id, { contactHours: hours, timeZone: 'Europe/London', preferredChannel: 'LETTER' });
    const wanted = {
      ...{
        pronouns: 'they/them',
        accessibleFormats: ['AUDIO', 'BRAILLE'],
        interpreter: 'bfi',
        preferredChannel: 'LETTER',
      },
      ...{ contactHours: hours.toReversed(), timeZone: 'Europe/London', doNotContact: false },
    };
    expect(said).toMatchObject({ preferences: wanted, customer: { version: 3 } });
    expect(await record(id, { pronouns: ' they/them ' })).toMatchObject({ customer: { version: 3 } });
    expect(await record(id, { contactHours: null, timeZone: null, pronouns: null })).toMatchObject({
      preferences: { contactHours: [], timeZone: null, pronouns: null, interpreter: 'bfi' },
    });
    expect(await seen(world, id, 'preferencesHistory { totalCount } preferences { preferredChannel }')).toEqual({
      preferencesHistory: { totalCount: 3 },
      preferences: { preferredChannel: 'LETTER' },
    });
    expect(await found(world, { id: { eq: id }, preferences: { interpreter: { eq: 'bfi' } } })).toEqual([id]);
    expect(await found(world, { id: { eq: id }, preferences: { doNotContact: { eq: true } } })).toEqual([]);
  });

  it('says what is wrong with it', async () => {
    const { id } = await givenCustomer(world);
    const monday = (opens: string, closes: string) => ({ day: 'MONDAY', opens, closes });
    expect(await record(id, { interpreter: '?', timeZone: 'Mars/Base', pronouns: ' ' })).toMatchObject({
      problems: [{ path: 'pronouns' }, { path: 'interpreter' }, { path: 'timeZone' }],
    });
    const contactHours = [
      monday('9', '10:00'),
      monday('12:00', '11:00'),
      monday('09:00', '12:00'),
      monday('11:00', '13:00'),
    ];
    expect(await record(id, { contactHours, timeZone: 'UTC' })).toMatchObject({
      problems: [{ path: 'contactHours[0]' }, { path: 'contactHours[1]' }, { path: 'contactHours[3]' }],
    });
    expect(await record(id, { contactHours: [monday('09:00', '12:00')] })).toMatchObject({
      problems: [{ path: 'timeZone' }],
    });
  });

  it('keeps them from being approached, whichever of those who are one said so', async () => {
    const [one, other] = [(await givenCustomer(world)).id, (await givenCustomer(world)).id];
    await agree(one);
    expect(await mayContact(one)).toMatchObject({ mayContact: { allowed: true } });
    await agree(other);
    await record(one, { preferredChannel: 'EMAIL' });
    await record(other, { doNotContact: true });
    expect(await mayContact(other)).toEqual({ mayContact: { allowed: false, reason: 'DO_NOT_CONTACT' } });
    await change(world, 'mergeCustomers', { survivorId: one, mergedIds: [other], reason: 'One person' });
    expect(await seen(world, one, 'preferences { preferredChannel doNotContact }')).toEqual({
      preferences: { preferredChannel: 'EMAIL', doNotContact: true },
    });
    expect(await mayContact(one)).toMatchObject({ mayContact: { allowed: false } });
    await record(one, { doNotContact: false });
    expect(await mayContact(one)).toMatchObject({ mayContact: { allowed: true } });
  });
});
