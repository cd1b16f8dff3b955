// The built-in texts, as the catalogue reads them from their npm packages, each as one compressed file: the packages
// weigh many times as much.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { catalogue } from '../../corpora/catalogue.ts';
import { installedPackages } from '../../src-engine/corpus/packages.ts';

const compress = promisify(brotliCompress);

/** The best of all, 11, takes twenty times as long for a tenth less. */
const quality = 9;

/** Texts that the project makes by its own rules are made anew whenever they are asked for. */
const isFromPackage = ({ source }) => source.startsWith('npm: ');

/** @param {string} folder is made */
export async function packTexts(folder) {
  const packages = installedPackages();
  await mkdir(folder, { recursive: true });
  for (const entry of catalogue.filter(isFromPackage)) {
    const text = Buffer.from(await entry.read(packages), 'utf8');
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 };
    await writeFile(join(folder, `${entry.key}.txt.br`), await compress(text, { params }));
  }
}
