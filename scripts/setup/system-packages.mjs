// What Electron needs from the system on Debian and its kin: shared libraries, a virtual display for tests, a compiler
// for the fallback's native module. As root they are installed; anyone else is told the command.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError, step } from './report.mjs';
import { attempt, run } from './run.mjs';

/** The package behind each library that Electron links or loads. */
const libraries = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libcups.so.2': 'libcups2',
  'libdrm.so.2': 'libdrm2',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXrandr.so.2': 'libxrandr2',
  'libXss.so.1': 'libxss1',
};

const programs = { Xvfb: 'xvfb', xauth: 'xauth' };
const compiler = { 'g++': 'g++', make: 'make', python3: 'python3' };

export async function ensureElectronLibraries(electron) {
  if (process.platform !== 'linux') return;
  const missing = await missingLibraries(electron);
  if (missing.length > 0) await install(packagesFor(missing), `Electron needs ${missing.join(', ')}`);
}

export async function ensureVirtualDisplay() {
  if (process.platform !== 'linux' || hasDisplay()) return;
  await ensurePrograms(programs, 'Without a display the tests run in a virtual one');
}

export async function ensureCompiler() {
  await ensurePrograms(compiler, "This Electron's native module must be compiled");
}

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** What Xvfb is told of its screen, on which the app's window has room. */
export const virtualScreen = ['-screen', '0', '1600x1000x24'];

/**
 * The command that runs a program with windows here: where there is no display, in a virtual one.
 * @param {readonly string[]} command
 */
export function withDisplay(command) {
  return hasDisplay() ? command : ['xvfb-run', '-a', '-s', virtualScreen.join(' '), ...command];
}

/** One missing library is often a sign of a bare system: then all are asked for, also those that are loaded late. */
export function packagesFor(missing) {
  const unknown = missing.filter((library) => libraries[library] === undefined);
  if (unknown.length < missing.length) return [...new Set([...Object.values(libraries), 'fonts-dejavu-core'])];
  throw new SetupError(
    `Electron needs ${unknown.join(', ')}, which this system lacks. Install the packages that hold them and try again.`,
  );
}

/** From the lines of `ldd`: `	libgtk-3.so.0 => not found`. */
export function missingFromLdd(output) {
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
}

async function missingLibraries(electron) {
  const { output } = await attempt('ldd', [electron]);
  return missingFromLdd(output);
}

async function ensurePrograms(wanted, reason) {
  const missing = Object.keys(wanted).filter((program) => !onPath(program));
  if (missing.length === 0) return;
  await install(
    missing.map((program) => wanted[program]),
    `${reason}, which needs ${missing.join(', ')}`,
  );
}

export function onPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

async function install(packages, reason) {
  if (!onPath('apt-get')) {
    throw new SetupError(
      `${reason}. Install what Debian calls ${packages.join(' ')} with this system's package manager.`,
    );
  }
  if (process.getuid() !== 0) {
    throw new SetupError(`${reason}. Run this once, then try again:\n  sudo apt-get install -y ${packages.join(' ')}`);
  }
  await step(`Installing system packages: ${packages.join(' ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    const names = await renamedPackages(packages);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env });
  });
}

/** Newer releases call some libraries …t64. */
async function renamedPackages(packages) {
  const { output } = await attempt('apt-cache', ['pkgnames']);
  const known = new Set(output.split('\n'));
  return packages.map((name) => (known.has(`${name}t64`) ? `${name}t64` : name));
}
