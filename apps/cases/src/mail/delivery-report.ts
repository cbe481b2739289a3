/** What a delivery status notification says of one recipient (RFC 3464, 2.3). */
export interface DeliveryReport {
  readonly recipient: string;
  /** FAILED: it will not arrive. DELAYED: it may yet. */
  readonly outcome: 'FAILED' | 'DELAYED';
  /** The enhanced status code, such as 5.1.1; empty when none was given. */
  readonly status: string;
  readonly diagnostic: string;
}

/** The fields of one group of lines, folded lines joined, by lower-case name. */
function fieldsOf(group: string): ReadonlyMap<string, string> {
  const lines = group.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : [];
    }),
  );
}

/** Takes off the type before a value, such as `rfc822;`. */
const untyped = (value: string | undefined): string => value?.replace(/^[\w-]+\s*;\s*/, '').trim() ?? '';

/** Reads the machine's part of a delivery status notification: one report for each recipient who got it late or not at all. */
export function deliveryReports(text: string): DeliveryReport[] {
  return text.split(/\r?\n\s*\r?\n/).flatMap((group): DeliveryReport[] => {
    const fields = fieldsOf(group);
    const recipient = untyped(fields.get('final-recipient') ?? fields.get('original-recipient')).replace(/^<|>$/g, '');
    const action = fields.get('action')?.toLowerCase();
    if (recipient === '' || (action !== 'failed' && action !== 'delayed')) return [];
    const outcome = action === 'failed' ? 'FAILED' : 'DELAYED';
    const diagnostic = untyped(fields.get('diagnostic-code')).slice(0, 2000);
    return [{ recipient: recipient.toLowerCase(), outcome, status: fields.get('status') ?? '', diagnostic }];
  });
}

/** The Message-ID of the message that a notification is about, from the part that returns its headers; null when there is none. */
export function reportedMessageId(text: string): string | null {
  return fieldsOf(text).get('message-id') ?? null;
}
