// Reads files out of installed npm packages: that is where the texts of the built-in corpora live.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CharloomError } from '../errors.ts';

export interface Packages {
  /** @throws CharloomError 'file-missing' if the package or the file is not there */
  readText(packageName: string, file: string): Promise<string>;
}

export function installedPackages(): Packages {
  const require = createRequire(import.meta.url);
  return {
    async readText(packageName, file) {
      try {
        const root = path.dirname(require.resolve(`${packageName}/package.json`));
        return await readFile(path.join(root, file), 'utf8');
      } catch (error) {
        throw new CharloomError(
          'file-missing',
          `The package ${packageName}, which holds this text, is not installed whole. Run "npm start" to install it again.`,
          { cause: error },
        );
      }
    },
  };
}
