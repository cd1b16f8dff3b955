// The set-up as a whole. Every part looks first whether it is needed; a part that is already there costs a few
// milliseconds.

import { existsSync } from 'node:fs';
import { ensureAppBuild } from './app-build.mjs';
import { describeElectron, ensureElectron, findElectron, rememberedElectron } from './electron.mjs';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { ensureSelfChecked } from './self-check.mjs';
import { ensureSqliteBinding, sqliteBinding } from './sqlite-binding.mjs';
import { ensureElectronLibraries, ensureVirtualDisplay } from './system-packages.mjs';
import { setUpDependencies, setUpTools } from './tools.mjs';

/** What the window needs besides: Electron with its libraries and native module. */
export async function setUpElectron() {
  await setUpDependencies();
  // An Electron that needs its own native module waits long for one file of C: the rest is built beside it.
  const [where] = await together([whereElectronIs() ?? withLock('electron', prepareElectron), setUpTools()]);
  return where;
}

/** Nothing is left half done beside what failed. */
async function together(works) {
  const ended = await Promise.allSettled(works);
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return ended.map(({ value }) => value);
}

export async function setUpApp() {
  const where = await setUpElectron();
  await withLock(`checkout ${root}`, ensureAppBuild);
  if (await ensureSelfChecked(where)) return where;
  // It was rejected: the next one is the fallback, or there is none, which is an error.
  return setUpApp();
}

/** All that the tests need. */
export async function setUpAll() {
  await ensureVirtualDisplay();
  return setUpApp();
}

/** The Electron that is ready to run and the native module it needs (null: the package's own), or null. */
export function whereElectronIs() {
  const electron = findElectron();
  const description = electron && rememberedElectron(electron);
  if (!description) return null;
  const binding = sqliteBinding(description);
  return binding === null || existsSync(binding) ? { electron, sqliteBinding: binding } : null;
}

async function prepareElectron() {
  const electron = await ensureElectron();
  await ensureElectronLibraries(electron);
  const binding = await ensureSqliteBinding(await describeElectron(electron));
  return { electron, sqliteBinding: binding };
}
