// Whether node_modules is what the lock file says.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { modulesMatchLock } from '../../scripts/setup/dependencies.mjs';

const wanted = {
  '': { name: 'charloom' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/for-another-platform': { version: '2.0.0', integrity: 'sha512-b', optional: true },
};

test('node_modules matches when every package is there as locked', () => {
  const installed = {
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/more': { version: '3.0.0' },
  };
  expect(modulesMatchLock(wanted, installed)).toBe(true);
});

test.each([
  ['nothing is installed', {}],
  ['the version differs', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
  ['the content differs', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } }],
  [
    'an optional package is there in another version',
    {
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/for-another-platform': { version: '1.9.0', integrity: 'sha512-b' },
    },
  ],
])('node_modules does not match when %s', (_what, installed) => {
  expect(modulesMatchLock(wanted, installed)).toBe(false);
});

test.each(['.', 'packaging'])('in %s every script that a package would run is answered for', (folder) => {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const { packages } = read('package-lock.json') as {
    readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
  };
  const { allowScripts } = read('package.json') as { readonly allowScripts: Readonly<Record<string, boolean>> };
  const withScripts = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript);
  const names = withScripts.map(([place]) => place.split('node_modules/').at(-1));
  expect(Object.keys(allowScripts).sort()).toEqual([...new Set(names)].sort());
  expect(Object.values(allowScripts)).not.toContain(true);
});
