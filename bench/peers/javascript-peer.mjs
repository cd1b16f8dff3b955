// What the two JavaScript measurements share: options, where the packages are, the line they print.
// The packages are no dependencies of Charloom: `--install` puts them into a per-user cache folder.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * @typedef {{ cell: 'lstm' | 'gru' | 'rnn', layers: number, hidden: number, batch: number, sequence: number,
 *   vocabulary: number, seconds: number, json: boolean, install: boolean }} Options
 * @typedef {{ key: string, packageName: string, version: string }} Peer
 */

/** @returns {Options} */
export function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        cell: { type: 'string', default: 'lstm' },
        layers: { type: 'string', default: '2' },
        hidden: { type: 'string', default: '128' },
        batch: { type: 'string', default: '50' },
        sequence: { type: 'string', default: '50' },
        vocabulary: { type: 'string', default: '65' },
        seconds: { type: 'string', default: '5' },
        json: { type: 'boolean', default: false },
        install: { type: 'boolean', default: false },
      },
    });
    if (!['lstm', 'gru', 'rnn'].includes(values.cell)) {
      throw new Error(`--cell must be lstm, gru or rnn, not '${values.cell}'.`);
    }
    const number = (name) => {
      const value = Number(values[name]);
      if (!(value > 0)) throw new Error(`--${name} must be a positive number, not '${values[name]}'.`);
      return value;
    };
    const whole = (name) => {
      if (!Number.isInteger(number(name))) throw new Error(`--${name} must be a whole number, not ${values[name]}.`);
      return number(name);
    };
    return {
      cell: values.cell,
      layers: whole('layers'),
      hidden: whole('hidden'),
      batch: whole('batch'),
      sequence: whole('sequence'),
      vocabulary: whole('vocabulary'),
      seconds: number('seconds'),
      json: values.json,
      install: values.install,
    };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** CHARLOOM_PEERS, else the user's cache folder. */
function peersFolder() {
  const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return process.env.CHARLOOM_PEERS || join(caches, 'charloom', 'peers');
}

/**
 * The peer's module; ends the process with one line where it is not installed.
 * @param {Peer} peer
 * @param {Options} options
 */
export function loadPeer(peer, options) {
  const folder = join(peersFolder(), peer.key);
  if (options.install) install(peer, folder);
  const require = createRequire(join(folder, 'package.json'));
  try {
    return require(peer.packageName);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
  }
  const message =
    `${peer.packageName} is not installed in ${folder}. ` +
    `Run 'node bench/peers/${peer.key}.mjs --install', or name the folder that has it with CHARLOOM_PEERS.`;
  if (options.json) console.log(JSON.stringify({ kind: 'missing', message }));
  console.error(message);
  process.exit(1);
}

/** The version is exact, and install scripts do not run: the measured code is plain JavaScript. */
function install(peer, folder) {
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { [peer.packageName]: peer.version } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2) + '\n');
  console.error(`Installing ${peer.packageName} ${peer.version} into ${folder}.`);
  const parameters = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm's own messages belong beside ours, not into the line of JSON. Windows needs a shell for npm.cmd.
  execFileSync('npm', parameters, { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
}

/** A source of ids below `vocabulary`, the same on every run. Speed does not depend on them. */
export function randomIds(vocabulary) {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * vocabulary);
  };
}

/**
 * Runs `step` once to warm up, then until `seconds` are over, at least once.
 * @param {() => Promise<void> | void} step
 * @returns {Promise<number>} the median of the speeds of the single steps, in steps a second
 */
export async function medianSpeed(step, seconds) {
  await step();
  const speeds = [];
  const end = performance.now() + seconds * 1000;
  do {
    const start = performance.now();
    await step();
    speeds.push(1000 / (performance.now() - start));
  } while (performance.now() < end);
  speeds.sort((a, b) => a - b);
  const middle = speeds.length >> 1;
  return speeds.length % 2 === 1 ? speeds[middle] : (speeds[middle - 1] + speeds[middle]) / 2;
}

/**
 * @param {Peer} peer
 * @param {Options} options
 * @param {number} charactersPerSecond
 */
export function report(peer, options, charactersPerSecond) {
  const { cell, layers, hidden } = options;
  const speed = Math.round(charactersPerSecond * 10) / 10;
  const name = peer.key;
  const result = { kind: 'peer', name, version: peer.version, task: 'train', cell, layers, hidden };
  if (options.json) console.log(JSON.stringify({ ...result, charactersPerSecond: speed, threads: 1 }));
  else console.log(`${peer.packageName} ${peer.version}, train, ${cell} ${layers}x${hidden}: ${speed} characters/s`);
}
