import { dayStarts } from '../import/reporting-day.ts';
import { change, type Made, type Voices } from './demo-change.ts';
import { FIRST_DAY, TIME_ZONE } from './two-years.ts';

/** Installs every shipped complaint regime and has another approve it, in effect from the demo's first day. */
export async function sendRegimes({ author, approver }: Voices, source: string): Promise<void> {
  const { regimePacks } = await author.ask<{ regimePacks: readonly { readonly pack: string }[] }>(
    '{ regimePacks { pack } }',
  );
  const effectiveFrom = dayStarts(TIME_ZONE)(FIRST_DAY);
  const install = async ({ pack }: { readonly pack: string }) => {
    const { regimeVersion } = await change<{ readonly regimeVersion: Made }>(author, {
      verb: 'installRegimePack',
      input: { idempotencyKey: `${source}/regime-pack/${pack}`, pack },
      expected: ['RegimePackInstalled', 'RegimePackUnchanged'],
      select: '... on RegimePackInstalled { regimeVersion { id } } ... on RegimePackUnchanged { regimeVersion { id } }',
    });
    await change(approver, {
      verb: 'approveComplaintRegimeVersion',
      input: { regimeVersionId: regimeVersion.id, effectiveFrom },
      expected: ['ComplaintRegimeVersionApproved', 'IllegalRegimeVersionState'],
    });
  };
  await Promise.all(regimePacks.map(install));
}
