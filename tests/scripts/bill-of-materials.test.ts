// The bill of materials names every package that the app carries, as the lock file has it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { billOfMaterials, electronComponent } from '../../scripts/bill-of-materials.mjs';
import { installedPackages } from '../../scripts/licences.mjs';

const root = path.join(import.meta.dirname, '../..');
const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity: string }>>;
};

interface Component {
  readonly name: string;
  readonly purl: string;
  readonly licenses: readonly unknown[];
  readonly hashes: readonly { readonly content: string }[];
}

const componentsOf = (folders: readonly string[]): readonly Component[] =>
  billOfMaterials(root, folders).components as readonly Component[];

test('has each package once, with its version, licence and hash', () => {
  const folders = installedPackages(root);
  const components = componentsOf([...folders, ...folders]);
  expect(components).toHaveLength(folders.length);
  expect(new Set(components.map(({ purl }) => purl)).size).toBe(
    new Set(folders.map((folder) => `${folder.split('node_modules/').at(-1)}@${packages[folder].version}`)).size,
  );
  for (const component of components) {
    expect({ name: component.name, licences: component.licenses.length }).toEqual({
      name: component.name,
      licences: 1,
    });
    expect(component.hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
  }
});

test('has the hash that npm checked, and an address that tools understand', () => {
  const [font] = componentsOf(['node_modules/@fontsource-variable/inter']);
  const { version, integrity } = packages['node_modules/@fontsource-variable/inter'];
  expect(font.purl).toBe(`pkg:npm/%40fontsource-variable/inter@${version}`);
  expect(`sha512-${Buffer.from(font.hashes[0].content, 'hex').toString('base64')}`).toBe(integrity);
});

test('names what the app is packed with', () => {
  const bill = billOfMaterials(root, [], [electronComponent('45.4.1')]);
  expect(bill.components).toEqual([expect.objectContaining({ name: 'electron', version: '45.4.1' })]);
  expect(bill.metadata.component.version).toBe(packages[''].version);
});
