// Source code: C out of SQLite's amalgamation, which the library is built from, and TypeScript out of zod, which ships
// its sources.

import type { BuiltInText } from './built-in-text.ts';
import { shuffled } from './order.ts';

export const sqlite: BuiltInText = {
  key: 'sqlite',
  kind: 'code',
  door: null,
  title: 'SQLite in C',
  author: 'D. Richard Hipp and others',
  source: 'npm: better-sqlite3',
  licence: 'Public domain',
  purpose: 'Nine million characters of commented C: indentation, braces and long comments.',
  characters: 9_583_000,
  entropy: null,
  legibleAfter: null,
  preset: {
    reason: 'Long sequences and no dropout: a block is closed far from where it opens, and there is text enough.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0, recurrentDropout: 0 },
    training: { sequence: 160, length: { kind: 'minutes', minutes: 15 } },
  },
  read: (packages) => packages.readText('better-sqlite3', 'deps/sqlite3/sqlite3.c'),
};

/** Not its messages in forty languages, nor its tests. */
const zodFolders = ['src/v3', 'src/v3/helpers', 'src/v4/core', 'src/v4/classic', 'src/v4/mini'] as const;

export const zod: BuiltInText = {
  key: 'zod',
  kind: 'code',
  door: null,
  title: 'zod in TypeScript',
  author: 'Colin McDonnell and others',
  source: 'npm: zod',
  licence: 'MIT',
  purpose: 'A library of modern TypeScript: interfaces, generics, and types about types.',
  characters: 1_019_000,
  entropy: null,
  legibleAfter: null,
  preset: {
    reason: 'Long sequences and dropout: code refers back far, and this is not much of it.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0.25, recurrentDropout: 0.25 },
    training: { sequence: 160, length: { kind: 'minutes', minutes: 10 } },
  },
  async read(packages) {
    const files = await Promise.all(
      zodFolders.map(async (folder) => {
        const names = (await packages.list('zod', folder)).filter((name) => name.endsWith('.ts'));
        return names.map((name) => `${folder}/${name}`);
      }),
    );
    const sources = files.flat().map(async (file) => {
      const text = await packages.readText('zod', file);
      return `// ${file}\n\n${text.trim()}\n`;
    });
    return shuffled(await Promise.all(sources)).join('\n\n');
  },
};
