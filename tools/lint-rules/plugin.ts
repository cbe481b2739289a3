import type { ESLint } from 'eslint';
import { describedExports } from './described-exports.ts';
import { fileName } from './file-name.ts';
import { foreignNullable } from './foreign-nullable.ts';
import { ownGraphTypes, testingInSpecs } from './imports.ts';
import { mutationShape } from './mutation-shape.ts';
import { noAmbient } from './no-ambient.ts';
import { certainListsAndBooleans, objectReferences } from './output-shape.ts';
import { pureDomain } from './pure-domain.ts';
import { runningSpecs } from './running-specs.ts';

/** The house rules that no published plugin knows, as ESLint rules under the prefix `courtesy/`. */
export const courtesy: ESLint.Plugin = {
  meta: { name: 'courtesy', version: '1' },
  rules: {
    'certain-lists-and-booleans': certainListsAndBooleans,
    'described-exports': describedExports,
    'file-name': fileName,
    'foreign-nullable': foreignNullable,
    'mutation-shape': mutationShape,
    'no-ambient': noAmbient,
    'object-references': objectReferences,
    'own-graph-types': ownGraphTypes,
    'pure-domain': pureDomain,
    'running-specs': runningSpecs,
    'testing-in-specs': testingInSpecs,
  },
};
