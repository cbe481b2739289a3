import type { Rule } from 'eslint';
import { placeOf } from './place.ts';
import type { Syntax } from './syntax.ts';

/** Names of what an export declares; empty for a re-export. */
function declaredNames(node: Syntax<'ExportNamedDeclaration'>): string[] {
  const declaration = node.declaration as { id?: { name?: string }; declarations?: { id: { name?: string } }[] } | null;
  if (!declaration) return [];
  const ids = declaration.declarations?.map(({ id }) => id) ?? [declaration.id];
  return ids.flatMap((id) => (id?.name === undefined ? [] : [id.name]));
}

/** Whatever others may import says in a sentence what it means. */
export const describedExports: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { undescribed: 'Exported `{{name}}` needs a TSDoc sentence that says what it means.' },
  },
  create(context) {
    if (placeOf(context).isSpec) return {};
    const seen = new Set<string>();
    return {
      ExportNamedDeclaration(node: Syntax<'ExportNamedDeclaration'>) {
        const names = declaredNames(node);
        const comment = context.sourceCode.getCommentsBefore(node).at(-1);
        const described = comment?.type === 'Block' && comment.value.startsWith('*');
        for (const name of names) {
          if (!described && !seen.has(name)) context.report({ node, messageId: 'undescribed', data: { name } });
          seen.add(name);
        }
      },
    };
  },
};
