// Type-aware and strict; each ban says why.

import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { noStateInEffects } from './scripts/lint/no-state-in-effects.mjs';
import { throwsTag } from './scripts/lint/throws-tag.mjs';

const electronOnlyInMain = {
  name: 'electron',
  message: 'Only src-main may import electron: engine and page run without it.',
};
const sqliteOnlyInLibrary = {
  name: 'better-sqlite3',
  message: 'Only src-engine/library may talk to SQLite.',
};

const typescript = {
  // A switch over a union names every kind or ends in a default.
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
  // Messages are made of numbers and names.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  // A string spreads into its code points, and these are what the app counts.
  '@typescript-eslint/no-misused-spread': 'off',
  // The engine's loops index arrays without a check, so a check that is there would look needless.
  '@typescript-eslint/no-unnecessary-condition': 'off',
  // Node runs the sources by leaving the types out, so there are no enums.
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  // What a class keeps is #, and for such a class the compiler takes nothing but its instances.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // `Nothing`, an ask without a body.
  '@typescript-eslint/no-generated-empty-object-type': 'off',
};

const sandboxStays = {
  selector: 'Identifier[name=/^(webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures)$/]',
  message: 'This would weaken the page’s sandbox.',
};
const privateIsHash = {
  selector:
    ':matches(PropertyDefinition, AccessorProperty, MethodDefinition[kind!="constructor"])[accessibility=/^(private|public)$/]',
  message: 'Private is #, which holds at run time, too; public goes without saying.',
};
const typesApart = {
  selector: 'ImportDeclaration[importKind!="type"] > ImportSpecifier[importKind="type"]',
  message: 'Types are imported on a line of their own: import type { … }.',
};
const constantsInCamelCase = {
  selector:
    ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > Identifier.id[name=/^[A-Z][A-Z0-9_]+$/]',
  message: 'Constants are spelled like other names: camelCase.',
};
const limitsAsElsewhere = {
  selector:
    ':matches(VariableDeclarator > Identifier.id, FunctionDeclaration > Identifier.id, :function > Identifier.params, :function > AssignmentPattern > Identifier.left, TSPropertySignature > Identifier.key, ObjectExpression > Property > Identifier.key, PropertyDefinition > :matches(Identifier, PrivateIdentifier).key)[name=/^(most|least|fewest|deepest|fullest|usual(ly)?)([A-Z]|$)/]',
  message: 'Limits are called min and max, and what holds where nothing is said is a default.',
};
const style = [privateIsHash, typesApart, constantsInCamelCase, limitsAsElsewhere];
const statePrivate = {
  selector:
    'PropertyDefinition[key.type!="PrivateIdentifier"] > CallExpression.value:matches([callee.name=/^.(state|derived)$/], [callee.object.name=/^.(state|derived)$/])',
  message: 'State is changed by its own class alone: make the field private (#) and give it a getter.',
};
const stateHasNoSetters = {
  selector: 'MethodDefinition[kind="set"]',
  message: 'State is changed by methods: an assignment from outside does not show that anything else happens.',
};

const everywhere = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'prefer-const': 'error',
  'charloom/throws-tag': 'error',
  // Of code that is the business of prettier, which leaves long texts as they are.
  'max-len': ['error', { code: Infinity, comments: 120, ignoreUrls: true, ignoreTrailingComments: true }],
  'no-restricted-imports': ['error', { paths: [electronOnlyInMain, sqliteOnlyInLibrary] }],
  'no-restricted-syntax': ['error', sandboxStays, ...style],
};

export default defineConfig(
  {
    ignores: [
      'node_modules/',
      'out/',
      'dist/',
      'test-results/',
      'playwright-report/',
      'coverage/',
      // AssemblyScript only looks like TypeScript.
      'src-engine/kernels/assembly/',
      'src-engine/kernels/build/',
    ],
  },
  js.configs.recommended,
  {
    plugins: { charloom: { rules: { 'no-state-in-effects': noStateInEffects, 'throws-tag': throwsTag } } },
    rules: everywhere,
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: typescript,
  },
  ...svelte.configs['flat/recommended'],
  ...svelte.configs['flat/prettier'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'charloom/no-state-in-effects': 'error',
      // Maps and sets are replaced, not changed, or not drawn at all.
      'svelte/prefer-svelte-reactivity': 'off',
      // `void value` in an effect reads what the effect depends on.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
    },
  },
  {
    files: ['**/*.svelte.ts'],
    rules: { 'no-restricted-syntax': ['error', sandboxStays, ...style, statePrivate] },
  },
  {
    files: ['src-renderer/state/**'],
    rules: { 'no-restricted-syntax': ['error', sandboxStays, ...style, statePrivate, stateHasNoSetters] },
  },
  {
    // What templates bind has no types here; svelte-check knows them.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // What is longer has several parts, which want names; what they share wants a class. A cell's step forward or
    // backward fits.
    files: ['src-*/**/*.ts', 'corpora/**/*.ts', 'scripts/**/*.mjs'],
    rules: { 'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true, IIFEs: true }] },
  },
  {
    files: ['**/*.d.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['src-renderer/**'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['src-main/**'],
    ignores: ['src-main/preload.ts'],
    rules: {
      'no-restricted-globals': ['error', 'window', 'document', 'navigator', 'location', 'localStorage'],
    },
  },
  {
    files: ['src-main/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: [sqliteOnlyInLibrary] }],
    },
  },
  {
    files: ['src-main/**'],
    ignores: ['src-main/ipc.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            sqliteOnlyInLibrary,
            {
              name: 'electron',
              importNames: ['ipcMain'],
              message: 'Listen through ipc.ts: it checks sender and arguments.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src-engine/library/**', 'tests/library/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [electronOnlyInMain] }] },
  },
  {
    files: ['**/*.mjs', '*.js'],
    languageOptions: { globals: globals.node },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
  },
  {
    // The stand-in for Electron's default app, and tests that look at what must never be set.
    files: ['scripts/setup/default-app/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // Matchers such as expect.any() stand for any value.
    files: ['tests/**'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: ['tests/e2e/**'],
    rules: { 'no-restricted-syntax': ['error', ...style], '@typescript-eslint/no-implied-eval': 'off' },
  },
);
