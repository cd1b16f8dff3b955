// A twin of the packaged app that Playwright can drive: it attaches to main's debugger, which the app that people get
// refuses.

import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { cp, link, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dist, programName } from './app.mjs';

/** @returns its program */
export async function makeUnlockedTwin() {
  const twin = join(dist, 'unlocked');
  const program = join(twin, programName);
  await rm(twin, { recursive: true, force: true });
  await linkTree(join(dist, 'linux-unpacked'), twin);
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  return program;
}

/** Everything is the same file, but the program, which is changed. */
async function linkTree(from, to) {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else if (entry.name === programName) await cp(source, target);
    else await link(source, target);
  }
}
