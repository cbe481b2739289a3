/** To whom somebody reported, from when to when. At most one of a person's lines is open, and they do not overlap. */
export interface ReportingLine {
  readonly id: string;
  readonly personId: string;
  readonly managerId: string;
  readonly since: Date;
  readonly until: Date | null;
}

/** Somebody reports to `managerId`, or nobody, from `at` on. */
export interface LineChange {
  readonly personId: string;
  readonly managerId: string | null;
  readonly at: Date;
}

/** Lines as they are after changes: those that ended, those that began, and from when each person's change holds. */
export interface ChangedLines {
  readonly ended: readonly ReportingLine[];
  readonly begun: readonly ReportingLine[];
  readonly heldSince: ReadonlyMap<string, Date>;
}

/** Ends the open lines of those whose manager changes, and begins the new ones. A change never holds before the line that it ends began. */
export function changeLines(
  open: readonly ReportingLine[],
  changes: readonly LineChange[],
  newId: () => string,
): ChangedLines {
  const openOf = new Map(open.map((line) => [line.personId, line]));
  const ended: ReportingLine[] = [];
  const begun: ReportingLine[] = [];
  const heldSince = new Map<string, Date>();
  for (const { personId, managerId, at } of changes) {
    const line = openOf.get(personId);
    const since = line && line.since > at ? line.since : at;
    heldSince.set(personId, since);
    if (line) ended.push({ ...line, until: since });
    if (managerId !== null) begun.push({ id: newId(), personId, managerId, since, until: null });
  }
  return { ended, begun, heldSince };
}
