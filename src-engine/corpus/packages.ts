// Reads files out of installed npm packages: that is where the texts of the built-in corpora live.

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';

export interface Packages {
  /** @throws CharloomError 'file-missing' if the package or the file is not there; so do the others */
  readText(packageName: string, file: string): Promise<string>;
  readBytes(packageName: string, file: string): Promise<Uint8Array>;
  /** The names of a folder's files, sorted by code unit: the same on every system. */
  list(packageName: string, folder: string): Promise<readonly string[]>;
}

export function installedPackages(): Packages {
  const require = createRequire(import.meta.url);

  /** Looked for by hand: not every package lets its package.json be resolved. */
  function rootOf(packageName: string): string {
    const folders = (require.resolve.paths(packageName) ?? []).map((folder) => path.join(folder, packageName));
    const root = folders.find((folder) => existsSync(path.join(folder, 'package.json')));
    if (root === undefined) throw new Error(`${packageName} is in none of ${folders.join(', ')}`);
    return root;
  }

  async function attempt<Found>(packageName: string, find: (root: string) => Promise<Found>): Promise<Found> {
    try {
      return await find(rootOf(packageName));
    } catch (error) {
      throw new CharloomError(
        'file-missing',
        sentence`The package ${packageName}, which holds this text, is not installed whole. Run "npm ci" in Charloom's folder and try again.`,
        { cause: error },
      );
    }
  }

  const readBytes = (packageName: string, file: string): Promise<Buffer> =>
    attempt(packageName, (root) => readFile(path.join(root, file)));

  return {
    readBytes,
    readText: async (packageName, file) => (await readBytes(packageName, file)).toString('utf8'),
    list: (packageName, folder) =>
      attempt(packageName, async (root) => {
        const entries = await readdir(path.join(root, folder), { withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map(({ name }) => name)
          .sort();
      }),
  };
}
