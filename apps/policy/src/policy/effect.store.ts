/** As SQL over an alias: whether a version was, is or will be in effect, as `comesIntoEffect` of the domain says. */
export const comesIntoEffect = (v: string) =>
  `${v}.approved_at IS NOT NULL AND (${v}.withdrawn_at IS NULL OR ${v}.withdrawn_at > ${v}.effective_from)`;

/**
 * As SQL over the alias `v` of `table`, whose rows are versions of what `owner` refers to: whether a version is in effect at `at`, an SQL
 * expression. It is the last of its owner to take effect by then, and neither its own end nor its withdrawal has come.
 */
export const isInEffect = (
  v: string,
  { table, owner, at }: { readonly table: string; readonly owner: string; readonly at: string },
) => `(${v}.effective_from <= ${at} AND ${comesIntoEffect(v)}
    AND (${v}.ends_at IS NULL OR ${v}.ends_at > ${at}) AND (${v}.withdrawn_at IS NULL OR ${v}.withdrawn_at > ${at})
    AND NOT EXISTS (
      SELECT 1 FROM ${table} AS later WHERE later.${owner} = ${v}.${owner}
      AND later.effective_from > ${v}.effective_from AND later.effective_from <= ${at} AND ${comesIntoEffect('later')}))`;
