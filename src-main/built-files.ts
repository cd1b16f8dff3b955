// Where the build has put the engine, the preload script and the page: beside main.

import path from 'node:path';

/** The folder of main.js in the built app. */
const here = import.meta.dirname;

export const builtFiles = {
  engine: path.join(here, 'engine.js'),
  preload: path.join(here, '../preload/preload.cjs'),
  /** A folder. */
  page: path.join(here, '../renderer'),
} as const;
