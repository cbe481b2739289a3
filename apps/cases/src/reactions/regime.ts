import type { KnownEvent } from '@courtesy/events';

const SAVE_REGIMES = `
  INSERT INTO complaint_regime_copy (id, regime_id, name, effective_from, effective_until, rules)
  SELECT id, regime_id, name, effective_from, effective_until, rules FROM json_populate_recordset(NULL::complaint_regime_copy, $1::json)
  ON CONFLICT (id) DO NOTHING`;

const WITHDRAW_REGIMES = `
  UPDATE complaint_regime_copy AS r SET withdrawn_at = gone.withdrawn_at
  FROM json_to_recordset($1::json) AS gone (id text, withdrawn_at timestamptz(3)) WHERE r.id = gone.id`;

/** Keeps every approved version of every complaint regime, and when it was withdrawn. Never changes what a version says: complaints are pinned to it. */
export async function keepRegimes(
  save: (sql: string, rows: readonly object[]) => Promise<void>,
  events: readonly KnownEvent[],
): Promise<void> {
  const approved = events.flatMap((event) => {
    if (event.type !== 'courtesy.complaint-regime.approved.v1') return [];
    const { regimeId, name, effectiveFrom, effectiveUntil, rules } = event.data;
    const dates = { effective_from: effectiveFrom, effective_until: effectiveUntil };
    return { id: event.subject, regime_id: regimeId, name, ...dates, rules };
  });
  const withdrawn = events.flatMap((event) =>
    event.type === 'courtesy.complaint-regime.withdrawn.v1'
      ? [{ id: event.subject, withdrawn_at: event.data.withdrawnAt }]
      : [],
  );
  await save(SAVE_REGIMES, approved);
  await save(WITHDRAW_REGIMES, withdrawn);
}
