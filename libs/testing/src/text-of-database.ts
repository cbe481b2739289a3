import { withClient } from './sql.ts';

const TABLES = `SELECT c.relname AS name FROM pg_class c WHERE c.relkind IN ('r', 'p', 'm') AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`;

/** What bytes spell, however they are packed: as they are, and line by line what stands in base64. */
function spelled(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  const text = bytes.toString('utf8');
  const packed = text.match(/(?:[A-Za-z0-9+/]{16,}={0,2}\s*)+/g) ?? [];
  return [text, ...packed.map((each) => Buffer.from(each.replaceAll(/\s/g, ''), 'base64').toString('utf8'))].join('\n');
}

/** All that a database says, as one text: every row of every table, as a dump has it, with what its bytes spell. For specs that search it. */
export function textOfDatabase(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const parts: string[] = [];
    const { rows: tables } = await client.query<{ name: string }>(TABLES);
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      for (const { row } of rows) {
        parts.push(`${name} ${row}`);
        for (const [, hex = ''] of row.matchAll(/\\x([0-9a-f]{8,})/g)) parts.push(`${name} ${spelled(hex)}`);
      }
    }
    return parts.join('\n');
  });
}
