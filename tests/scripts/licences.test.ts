// What is bundled comes with its licence.

import { expect, test } from 'vitest';
import path from 'node:path';
import { installedPackages, packageOf, thirdPartyNotices } from '../../scripts/licences.mjs';

const root = path.join(import.meta.dirname, '../..');

test.each([
  ['/home/ada/charloom/node_modules/svelte/src/index.js', 'node_modules/svelte'],
  ['/c/node_modules/@fontsource-variable/inter/wght.css?used', 'node_modules/@fontsource-variable/inter'],
  ['C:\\c\\node_modules\\a\\node_modules\\@b\\c\\index.js', 'node_modules/a/node_modules/@b/c'],
  ['\0/c/node_modules/clsx/index.js?commonjs', 'node_modules/clsx'],
  ['/home/ada/charloom/src-main/main.ts', null],
  ['\0vite/preload-helper.js', null],
])('%j belongs to %j', (id, folder) => {
  expect(packageOf(id)).toBe(folder);
});

test('fonts bring their copyright and the Open Font License', () => {
  const fonts = ['inter', 'jetbrains-mono', 'source-serif-4'].map(
    (font) => `node_modules/@fontsource-variable/${font}`,
  );
  const text = thirdPartyNotices(root, fonts);
  expect(text.match(/SIL OPEN FONT LICENSE Version 1\.1/gi)?.length).toBeGreaterThanOrEqual(3);
  expect(text.match(/^Copyright .+/gm)?.length).toBeGreaterThanOrEqual(3);
});

test('every package that is installed with the app has its text in it', () => {
  const folders = installedPackages(root);
  expect(folders).toEqual(expect.arrayContaining(['node_modules/valibot', 'node_modules/better-sqlite3']));
  const text = thirdPartyNotices(root, folders);
  for (const folder of folders) expect(text).toContain(`\n${folder.split('node_modules/').at(-1)} `);
});

test('a package without a licence is refused', () => {
  expect(() => thirdPartyNotices(root, ['tests/scripts'])).toThrow();
});
