import type { Rule } from 'eslint';

/** The syntax node that ESLint hands to a listener of this name. */
export type Syntax<Kind extends keyof Rule.NodeListener> = Parameters<NonNullable<Rule.NodeListener[Kind]>>[0];
/** Any node that a problem can be reported at. */
export type AnySyntax = Extract<Parameters<Rule.RuleContext['report']>[0], { node: unknown }>['node'];
/** What a call is made on, or a member is read from. */
export type Operand = Syntax<'CallExpression'>['callee'] | Syntax<'MemberExpression'>['object'];
