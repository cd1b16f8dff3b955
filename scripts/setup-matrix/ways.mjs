// The ways to install and set up a clone: what is called, and with what around it.

import { homedir, tmpdir } from 'node:os';
import { sep } from 'node:path';
import { attempt, lastLines } from '../setup/run.mjs';
import { startProxy } from './proxy.mjs';

const npmVersions = [10, 11, 12];

/**
 * A way's `enter` says what its commands have in front and in their environment, or why it cannot be tried here;
 * `proof` says after them what has come of it, and whether that is enough.
 */
export const ways = [
  ...npmVersions.map((version) => ({
    name: `npm ${version}`,
    commands: [
      ['npx', '--yes', `npm@${version}`, 'ci'],
      ['npx', '--yes', `npm@${version}`, 'run', 'setup'],
    ],
    enter: () => enterNpm(version),
  })),
  {
    name: 'without install scripts',
    commands: [
      ['npm', 'ci', '--ignore-scripts'],
      ['npm', 'run', 'setup'],
    ],
    enter: enter,
  },
  {
    name: 'through a proxy registry',
    commands: [
      ['npm', 'ci'],
      ['npm', 'run', 'setup'],
    ],
    enter: enterProxy,
  },
  // The set-up installs as well, with a cache that it can write.
  { name: 'with a read-only home', commands: [['npm', 'run', 'setup']], enter: enterReadOnlyHome },
];

function enter() {
  return { front: [], env: {} };
}

async function enterNpm(version) {
  const { code, output } = await attempt('npx', ['--yes', `npm@${version}`, '--version']);
  return code === 0 ? enter() : { skipped: `npm ${version} cannot be had: ${lastLines(output, 1)}` };
}

async function enterProxy(folder) {
  const { code, output } = await attempt('npm', ['config', 'get', 'registry']);
  if (code !== 0) return { skipped: `npm does not tell its registry: ${lastLines(output, 1)}` };
  const proxy = await startProxy(output.trim());
  return {
    front: [],
    // An empty cache, or nothing would be asked for.
    env: { npm_config_registry: proxy.address, npm_config_cache: `${folder}-npm` },
    proof: () => ({ line: `${proxy.passed()} requests passed`, isEnough: proxy.passed() > 0 }),
    leave: () => proxy.stop(),
  };
}

/** Modes do not hold for root, so the home is mounted over itself, for these commands alone. */
async function enterReadOnlyHome() {
  if (`${tmpdir()}${sep}`.startsWith(`${homedir()}${sep}`)) return { skipped: 'temporary files lie in the home' };
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const script = 'mount --bind "$HOME" "$HOME" && mount -o remount,bind,ro "$HOME" && exec "$@"';
  const front = ['unshare', '--mount', ...asRoot, 'sh', '-c', script, 'sh'];
  const [program, ...args] = [...front, 'sh', '-c', '! touch "$HOME/.charloom-trial" 2>/dev/null'];
  const { code, output } = await attempt(program, args);
  return code === 0 ? { front, env: {} } : { skipped: `this machine allows no such mount: ${lastLines(output, 1)}` };
}
