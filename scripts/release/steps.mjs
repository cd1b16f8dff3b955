// What has to be true before a version is handed out. Each check answers null, or in one line what is wrong.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { weightOf } from '../package/weights.mjs';
import { sourceStamp } from '../setup/app-build.mjs';
import { lockedVersion } from '../setup/dependencies.mjs';
import { describeElectron } from '../setup/electron.mjs';
import { setUpAll } from '../setup/index.mjs';
import { npmEnvironment, root, toolsEnvironment, toolsNode } from '../setup/paths.mjs';
import { selfCheck } from '../setup/self-check.mjs';
import { attempt, lastLines } from '../setup/run.mjs';
import { auditObjection } from './audit.mjs';
import { versionObjection } from './version.mjs';

const read = (name) => readFileSync(join(root, name), 'utf8');
const limits = { installer: 130e6, unpacked: 330e6 };

export const steps = [
  { what: 'nothing is changed that is not committed', check: checkCommitted },
  {
    what: 'package.json, the lock file and CHANGELOG.md have the same version, with its date',
    check: () => versionObjection(read('package.json'), read('package-lock.json'), read('CHANGELOG.md')),
  },
  { what: 'no known hole in what people get (npm audit --omit=dev)', check: checkAudit },
  { what: `the app works here (sources ${sourceStamp()})`, check: checkItself },
  { what: 'the Electron is the pinned one', check: checkElectron },
  { what: 'style, types, boundaries, unused code and all tests', isLong: true, check: () => checkScript('test.mjs') },
  { what: 'the packaged app', isLong: true, check: () => checkScript('test.mjs', 'package') },
  { what: 'the installers are as small as promised', isLong: true, check: checkSizes },
];

export const byHand = [
  'the fresh start: clone, npm start, five minutes with a text of your own, on Linux, macOS and Windows',
  'the installers on a clean machine: the window, the command line, a file from an older version',
  'README.md and docs/ once from the beginning, with the pictures',
  'SECURITY.md: what is accepted is still to be accepted',
];

async function checkCommitted() {
  const { code, output } = await attempt('git', ['status', '--porcelain'], { cwd: root });
  if (code !== 0) return 'this is no checkout of git.';
  const count = output.split('\n').filter(Boolean).length;
  return count === 0 ? null : `${count} files are.`;
}

async function checkAudit() {
  const options = { cwd: root, env: npmEnvironment(), shell: process.platform === 'win32' };
  const { output } = await attempt('npm', ['audit', '--omit=dev', '--json'], options);
  return auditObjection(output);
}

async function checkItself() {
  const { works, line } = await selfCheck(await setUpAll());
  return works ? null : line;
}

async function checkElectron() {
  const { electron } = await setUpAll();
  const { version } = await describeElectron(electron);
  const wanted = lockedVersion('electron');
  return version === wanted ? null : `it is ${version}, not ${wanted}: hand out only what was made with that.`;
}

async function checkScript(script, ...args) {
  const options = { cwd: root, env: toolsEnvironment() };
  const { code, output } = await attempt(toolsNode(), [join(root, 'scripts', script), ...args], options);
  return code === 0 ? null : `\n${lastLines(output, 30)}`;
}

function checkSizes() {
  const dist = join(root, 'dist');
  const installers = readdirSync(dist).filter((name) => /\.(deb|tar\.gz)$/.test(name));
  const unpacked = join(dist, 'linux-unpacked');
  const large = installers.find((name) => weightOf(join(dist, name)) > limits.installer);
  if (installers.length === 0) return 'there are none in dist/.';
  if (large !== undefined) return `${large} is larger than ${limits.installer / 1e6} MB.`;
  return weightOf(unpacked) <= limits.unpacked ? null : `unpacked they are larger than ${limits.unpacked / 1e6} MB.`;
}
