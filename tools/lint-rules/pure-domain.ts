import type { Rule } from 'eslint';
import { ambientListeners, globalUses } from './ambient.ts';
import { placeOf, type Place } from './place.ts';
import type { AnySyntax, Syntax } from './syntax.ts';

/** Globals through which a function reaches outside its own arguments. */
const OUTSIDE = new Set(
  'process crypto fetch console performance globalThis require setTimeout setInterval setImmediate queueMicrotask'.split(
    ' ',
  ),
);
/** Libraries that only compute. */
const PURE_LIBS = /^libs\/(kernel|feel)\/src\//;
const SIBLING = /^\.\/[a-z0-9-]+\.ts$/;
const PURE_NEIGHBOUR = /^\.\.\/(?!reactions\/|migrations\/)[a-z0-9-]+\/[a-z0-9-]+\.ts$/;
const RELATIVE = /^\.\.?\//;
const CALENDAR_ARITHMETIC = /^temporal-polyfill(\/|$)/;
/** FEEL and DMN XML: both turn text and values into values and reach nothing outside (feelin's clock is refused by feel.ts). */
const EXPRESSIONS = /^(@courtesy\/feel|feelin|dmn-moddle)$/;
/** How telephone numbers and e-mail addresses are written: both turn text into parts, by tables that they carry along. */
const SPELLINGS = /^(libphonenumber-js\/min|email-addresses)$/;
const TYPES_ONLY = /^@courtesy\/(graph-types\/|events$)/;

type Import = Syntax<'ImportDeclaration' | 'ExportAllDeclaration' | 'ExportNamedDeclaration'>;

function isTypeOnly(node: Import): boolean {
  const typed = node as { importKind?: string; exportKind?: string };
  return typed.importKind === 'type' || typed.exportKind === 'type';
}

function isAllowed(place: Place, source: string, typeOnly: boolean): boolean {
  if (place.area === 'libs')
    return (
      RELATIVE.test(source) || CALENDAR_ARITHMETIC.test(source) || (place.project === 'feel' && source === 'feelin')
    );
  if (EXPRESSIONS.test(source) || SPELLINGS.test(source)) return true;
  if (source === '@courtesy/kernel' || SIBLING.test(source) || PURE_NEIGHBOUR.test(source)) return true;
  return typeOnly && TYPES_ONLY.test(source);
}

/** True for a file that decides and does nothing else: no suffix in an aggregate's folder, or the kernel. */
export function isPure(place: Place): boolean {
  if (place.isTest) return false;
  if (place.area === 'libs') return PURE_LIBS.test(place.path);
  return place.aggregate !== null && place.role === '' && place.path.endsWith('.ts');
}

/** A file without a role suffix in an aggregate's folder decides and does nothing else; the kernel is held to the same. */
export const pureDomain: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      import:
        'A pure domain file imports @courtesy/kernel, @courtesy/feel, feelin, dmn-moddle, libphonenumber-js/min, email-addresses, other pure files, and types of graph-types and events; not "{{source}}".',
      outside: '`{{what}}` reaches outside this pure domain file: take what it gives as a parameter.',
    },
  },
  create(context) {
    const place = placeOf(context);
    if (!isPure(place)) return {};
    const outside = (node: AnySyntax, what: string) => context.report({ node, messageId: 'outside', data: { what } });
    const check = (node: Import) => {
      const source = String(node.source?.value ?? '');
      if (node.source && !isAllowed(place, source, isTypeOnly(node)))
        context.report({ node, messageId: 'import', data: { source } });
    };
    return {
      ...ambientListeners((node, what) => what !== 'process.env' && outside(node, what)),
      ImportDeclaration: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
      ImportExpression: (node: Syntax<'ImportExpression'>) => outside(node, 'import()'),
      'Program:exit': () => {
        const [globalScope] = context.sourceCode.scopeManager.scopes;
        if (!globalScope) return;
        for (const use of globalUses(globalScope, OUTSIDE)) outside(use.identifier as AnySyntax, use.identifier.name);
      },
    };
  },
};
