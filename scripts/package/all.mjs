// The unpacked app, the archive and the .deb, in dist/.

import { makeApp } from './app.mjs';
import { makeArchive } from './archive.mjs';
import { makeDeb } from './deb.mjs';
import { printWeights } from './weights.mjs';

/** @param {{ onlyFolder?: boolean }} [options] */
export async function makeAll({ onlyFolder = false } = {}) {
  const app = await makeApp();
  const installers = onlyFolder ? [] : [await makeArchive(app), await makeDeb(app)];
  printWeights(app, installers);
}
