// node_modules as package-lock.json says, and with it the Node that everything else runs on.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, npmEnvironment, pinnedNode, root, toolsNode } from './paths.mjs';
import { prune } from './pruning.mjs';
import { SetupError, step } from './report.mjs';
import { run } from './run.mjs';
import { hashInputs, readStamp, writeStamp } from './stamps.mjs';

const lockFile = join(root, 'package-lock.json');
const pruning = join(root, 'scripts', 'setup', 'pruning.mjs');
const stampFile = join(modules, '.charloom', 'dependencies.json');

export function dependenciesAreReady() {
  return readStamp(stampFile)?.inputs === hashInputs([lockFile, pruning]) && existsSync(toolsNode());
}

export async function ensureDependencies() {
  if (dependenciesAreReady()) return;
  if (!modulesMatchLock(readLock(lockFile), readLock(join(modules, '.package-lock.json')))) {
    await step('Installing the dependencies (npm ci)', installDependencies);
  }
  checkNode();
  prune(modules);
  if (process.platform === 'win32') nameExec();
  writeStamp(stampFile, { inputs: hashInputs([lockFile, pruning]) });
}

/** No package needs an install script: what is native comes ready made. */
async function installDependencies() {
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const options = {
    cwd: root,
    env: { ...npmEnvironment(), npm_config_loglevel: 'error' },
  };
  const { npm_execpath: npmScript, npm_node_execpath: npmNode } = process.env;
  if (npmNode && npmScript?.endsWith('npm-cli.js') && existsSync(npmScript) && !npmNode.startsWith(modules)) {
    await run(npmNode, [npmScript, ...args], options);
  } else {
    await run('npm', args, { ...options, shell: process.platform === 'win32' });
  }
}

/**
 * `npm run cli` is `exec node …`, so that a signal to npm reaches the command and not a shell that waits for it.
 * Windows has no exec; there it is this.
 */
function nameExec() {
  writeFileSync(join(modules, '.bin', 'exec.cmd'), '@%*\r\n');
}

function readLock(file) {
  return readStamp(file)?.packages ?? {};
}

/**
 * True if every package of the lock file is installed in the version that it names. Optional packages may be missing:
 * they are for other platforms. npm writes the second list (node_modules/.package-lock.json) when an installation is
 * complete.
 */
export function modulesMatchLock(wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function checkNode() {
  const pinned = pinnedNode();
  if (pinned !== null && !existsSync(pinned)) {
    throw new SetupError(`npm left out Node 24 (${pinned} is missing). Run: npm ci --include=optional`);
  }
  if (pinned === null && Number(process.versions.node.split('.')[0]) < 24) {
    const platform = `${process.platform} ${process.arch}`;
    throw new SetupError(
      `On ${platform} Charloom needs Node 24 or newer; this is Node ${process.versions.node}. Install it from nodejs.org.`,
    );
  }
}

/**
 * The exact version of a package as the lock file pins it.
 * @returns {string}
 */
export function lockedVersion(name) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages[`node_modules/${name}`].version;
}
