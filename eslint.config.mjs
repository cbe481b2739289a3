import { readdirSync } from 'node:fs';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { readCachedProjectGraph } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { courtesy } from './tools/lint-rules/plugin.ts';

// On a fresh Nx cache the boundary rule would skip itself and the run would pass; failing here makes that impossible.
try {
  readCachedProjectGraph();
} catch (cause) {
  throw new Error('No Nx project graph yet: lint through nx (npm run lint), not with plain eslint.', { cause });
}

const GATEWAY_ONLY = ['@apollo/gateway', '@apollo/composition', '@apollo/query-planner', '@apollo/query-graphs'];
/** Apps export nothing; a tool that composes or starts them says which of their files it takes. */
const APPS = readdirSync(new URL('apps', import.meta.url)).filter((app) => app !== 'graph-e2e');
const BELOW_APPS = ['type:kernel', 'type:contract', 'type:platform', 'type:testing'];

/** Who may import what: the table of design section 1. `gatewayOnly` keeps Elastic-2.0 code inside apps/gateway. */
const mayImport = (sourceTag, onlyDependOnLibsWithTags) => ({
  sourceTag,
  onlyDependOnLibsWithTags,
  bannedExternalImports: sourceTag === 'type:gateway' ? [] : GATEWAY_ONLY,
});
const depConstraints = [
  {
    sourceTag: 'type:kernel',
    onlyDependOnLibsWithTags: [],
    allowedExternalImports: ['temporal-polyfill', 'temporal-polyfill/*', 'feelin', '@jest/globals', 'fast-check'],
  },
  mayImport('type:contract', ['type:kernel', 'type:contract']),
  mayImport('type:testing', ['type:kernel', 'type:contract']),
  mayImport('type:platform', BELOW_APPS),
  mayImport('type:subgraph', BELOW_APPS),
  mayImport('type:gateway', BELOW_APPS),
  mayImport('type:e2e', [...BELOW_APPS, 'type:tool']),
  mayImport('type:tool', ['*']),
];
const boundaries = (allow) => ({
  '@nx/enforce-module-boundaries': ['error', { depConstraints, banTransitiveDependencies: true, allow }],
});

const restrictedSyntax = [
  {
    selector: 'TSEnumDeclaration, TSModuleDeclaration[declare!=true]',
    message: 'Node strips types: only erasable syntax.',
  },
  { selector: 'TSInterfaceDeclaration[id.name=/^I[A-Z]/]', message: 'Name an interface by what it is, without an I.' },
  {
    selector: 'ClassDeclaration[id.name=/(Impl|Helper|Manager|Service|Repository)$/]',
    message: 'A function is enough, or the class has a better name.',
  },
];
const barrels = [
  { selector: 'ExportAllDeclaration', message: "Only a lib's src/index.ts re-exports." },
  { selector: 'ExportNamedDeclaration[source]', message: "Only a lib's src/index.ts re-exports." },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      'dist/**',
      '.nx/**',
      '.courtesy/**',
      'tools/lint-canaries/**',
      'libs/graph-types/src/*.ts',
      '**/resolver-types.ts',
      '**/sdl.ts',
      '**/*supergraph.graphql',
      '**/generators/**/files/**',
    ],
  },
  { settings: { courtesy: { root: import.meta.dirname } }, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    plugins: { courtesy, '@nx': nx },
    rules: {
      ...boundaries([]),
      'courtesy/described-exports': 'error',
      'courtesy/file-name': 'error',
      'courtesy/no-ambient': 'error',
      'courtesy/own-graph-types': 'error',
      'courtesy/pure-domain': 'error',
      'courtesy/testing-in-specs': 'error',
      'courtesy/running-specs': 'error',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'no-restricted-syntax': ['error', ...restrictedSyntax, ...barrels],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-else-return': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  // A process that cannot even read its configuration has no log to write to.
  { files: ['apps/*/src/main.ts'], rules: { 'no-console': 'off' } },
  // Calendar and number arithmetic walks arrays by index; its specs prove the bounds.
  { files: ['libs/kernel/src/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['libs/*/src/index.ts'], rules: { 'no-restricted-syntax': ['error', ...restrictedSyntax] } },
  {
    files: ['tools/**/*.ts', 'apps/graph-e2e/**/*.ts'],
    rules: { ...boundaries([...APPS, 'tools'].map((project) => `@courtesy/${project}/**`)), 'no-console': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'apps/*/test/**/*.ts', 'libs/*/test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'courtesy/described-exports': 'off',
    },
  },
  {
    files: ['**/*.graphql'],
    languageOptions: { parser: graphqlPlugin.parser, parserOptions: { graphQLConfig: { schema: [] } } },
    plugins: { '@graphql-eslint': graphqlPlugin, courtesy },
    rules: {
      'courtesy/file-name': 'error',
      'courtesy/certain-lists-and-booleans': 'error',
      'courtesy/foreign-nullable': 'error',
      'courtesy/mutation-shape': 'error',
      'courtesy/object-references': 'error',
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          Argument: 'camelCase',
          DirectiveDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          'FieldDefinition[parent.name.value=Query]': {
            style: 'camelCase',
            forbiddenPrefixes: ['get', 'list', 'fetch', 'query'],
          },
          // The whole word: to settle a claim is no setter.
          'FieldDefinition[parent.name.value=Mutation]': {
            style: 'camelCase',
            forbiddenPatterns: [/^(update|set)(?=[A-Z]|$)/],
          },
        },
      ],
      '@graphql-eslint/no-hashtag-description': 'error',
      '@graphql-eslint/no-typename-prefix': 'error',
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/unique-enum-value-names': 'off',
    },
  },
);
