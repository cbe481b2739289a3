import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  approveLetter,
  givenLetter,
  givenTemplate,
  rendering,
  sendLetter,
  someLetter,
  someValues as values,
  write,
} from '../../test/knowledge-world.ts';
import { author } from '../../test/policy-documents.ts';
import { agent, ask, clock, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

describe('a letter template', () => {
  const hard =
    'Dear {{name}},\n\nnotwithstanding the aforementioned contractual stipulations, reimbursement of {{amount}} necessarily incurred in ' +
    'consequence of unsatisfactory merchandise is conditional upon contemporaneous documentary substantiation, which must be submitted ' +
    'to the organisation by {{day}}. {{element:adr-referral}}Ask the ombudsman.';

  it('that is hard to read is approved only with a reason', async () => {
    const variants = [{ language: 'en', subject: 'Refund', body: hard }];
    const { letterTemplateVersion } = await givenTemplate(world, { variants });
    const refused = await approveLetter(world, letterTemplateVersion);
    expect(refused).toMatchObject({
      code: 'LETTER_TOO_HARD_TO_READ',
      variants: [{ language: 'en', readingAgeLimit: 14 }],
    });
    expect(refused.variants?.[0]?.check.readability.readingAge).toBeGreaterThan(14);
    const reason = { plainLanguageReason: 'The regulator prescribes the words.' };
    const approved = await approveLetter(world, letterTemplateVersion, reason);
    expect(approved).toMatchObject({ letterTemplateVersion: { state: 'EFFECTIVE' } });
    const { letterTemplateVersion: seen } = await ask<{ letterTemplateVersion: Record<string, unknown> }>(
      world,
      `query ($id: ID!) { letterTemplateVersion(id: $id) { plainLanguageReason plainLanguage { format check { findings { kind line excerpt } } } } }`,
      { id: letterTemplateVersion.id },
      agent,
    );
    expect(seen).toMatchObject({
      ...reason,
      plainLanguage: [
        { check: { findings: expect.arrayContaining([{ kind: 'LONG_WORD', line: 3, excerpt: 'notwithstanding' }]) } },
      ],
    });
  });

  it('is refused placeholders that are unknown, unused or broken, with their places', async () => {
    const variants = [
      { language: 'en', subject: '{{nam}}', body: 'Dear {{name}},\n{{ oh dear }} {{element:adr-referral}}' },
    ];
    const refused = await write(world, 'draftLetterTemplate', {
      name: 'Refund',
      kind: 'REDRESS',
      ownerId: someId('pers'),
      defaultLanguage: 'en',
      ...someLetter,
      variants,
    });
    expect(refused.problems?.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'variants[0].subject names at line 1, column 1 {{nam}}, which is not among the fields',
      'variants[0].body has at line 2, column 1 "{{ oh dear }} {{element:adr-referral}}", which is no placeholder; write {{field}} or {{element:key}}',
      'variants[0].body has at line 2, column 12 "}} {{element:adr-referral}}", which is no placeholder; write {{field}} or {{element:key}}',
      'fields[1].name amount is used in no variant',
      'fields[2].name day is used in no variant',
    ]);
  });

  it('is approved by somebody who did not write it, used by its dates alone, and withdrawn', async () => {
    const { letterTemplate, letterTemplateVersion } = await givenTemplate(world);
    expect(await rendering(world, { id: letterTemplate.id, fields: values() })).toMatchObject({
      code: 'NO_LETTER_IN_USE',
    });
    expect(await approveLetter(world, letterTemplateVersion, {}, author)).toMatchObject({
      code: 'SELF_APPROVAL',
    });
    const past = { effectiveFrom: '2026-03-01T00:00:00Z' };
    expect((await approveLetter(world, letterTemplateVersion, past)).problems?.[0]?.path).toBe('effectiveFrom');
    const june = { effectiveFrom: '2026-06-01T00:00:00Z', effectiveUntil: '2026-08-01T00:00:00Z' };
    expect(await approveLetter(world, letterTemplateVersion, june)).toMatchObject({
      letterTemplateVersion: { state: 'APPROVED' },
    });
    const draft = { letterTemplateId: letterTemplate.id, ...someLetter };
    const next = await write(world, 'draftLetterTemplateVersion', draft);
    expect(await write(world, 'draftLetterTemplateVersion', draft)).toMatchObject({ code: 'TEXT_DRAFT_IN_PROGRESS' });
    const july = { effectiveFrom: '2026-07-01T00:00:00Z' };
    expect(await approveLetter(world, next.letterTemplateVersion, july)).toMatchObject({
      code: 'OVERLAPPING_LETTER_VERSION',
    });
    const at = async (instant: string) => {
      clock.set(instant);
      return (await sendLetter(world, letterTemplate.id)).__typename;
    };
    expect(await at('2026-05-31T23:59:59.999Z')).toBe('NoLetterInUse');
    expect(await at('2026-06-01T00:00:00.000Z')).toBe('LetterSent');
    const withdrawal = { letterTemplateVersionId: letterTemplateVersion.id, reason: 'Wrong' };
    expect(await write(world, 'withdrawLetterTemplate', withdrawal)).toMatchObject({
      letterTemplateVersion: { state: 'WITHDRAWN' },
    });
    expect(await write(world, 'withdrawLetterTemplate', withdrawal)).toMatchObject({ code: 'ILLEGAL_TEXT_STATE' });
    expect(await at('2026-06-01T00:00:00.001Z')).toBe('NoLetterInUse');
    const { manager } = world.service.database;
    const edit = manager.query(`UPDATE letter_template_versions SET variants = '[]' WHERE approved_at IS NOT NULL`);
    await expect(edit).rejects.toThrow('never changes');
  });

  it('is revised while it is a draft, which makes its reviser an author', async () => {
    const { letterTemplateVersion } = await givenTemplate(world);
    const revision = { letterTemplateVersionId: letterTemplateVersion.id, expectedVersion: 1, ...someLetter };
    const approver = caller('MANAGER', { subject: 'approver', personId: someId('pers') });
    const revised = await write(world, 'reviseLetterTemplateDraft', revision, approver);
    expect(revised).toMatchObject({ letterTemplateVersion: { version: 2 } });
    expect(await write(world, 'reviseLetterTemplateDraft', revision)).toMatchObject({ __typename: 'StaleVersion' });
    expect(await approveLetter(world, revised.letterTemplateVersion, {}, approver)).toMatchObject({
      code: 'SELF_APPROVAL',
    });
  });

  it('is listed by name and kind', async () => {
    await givenLetter(world, { name: 'B' });
    await givenLetter(world, { name: 'A' });
    await givenLetter(world, { name: 'C', kind: 'HOLDING' });
    const { letterTemplates } = await ask<{ letterTemplates: { nodes: unknown } }>(
      world,
      `{ letterTemplates(where: { kind: { eq: REDRESS } }) { nodes { name current { number } versions { totalCount } } } }`,
      {},
      agent,
    );
    const seen = { current: { number: 1 }, versions: { totalCount: 1 } };
    expect(letterTemplates.nodes).toEqual([
      { name: 'A', ...seen },
      { name: 'B', ...seen },
    ]);
  });
});
