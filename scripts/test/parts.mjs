// Runs one part of the tests and counts from the runner's own report.

import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUpAll } from '../setup/index.mjs';
import { releasing } from '../setup/lock.mjs';
import { root, toolsEnvironment, toolsNode } from '../setup/paths.mjs';
import { say } from '../setup/report.mjs';
import { onPath } from '../setup/system-packages.mjs';
import { tool } from '../setup/tool.mjs';
import { setUpTools } from '../setup/tools.mjs';
import { runChecks } from './checks.mjs';
import { countEndToEnd, countUnit } from './counts.mjs';
import { openDisplays } from './displays.mjs';
import { makeMemoryFolder } from './memory-folder.mjs';

/** Only the tests of the running app need Electron. */
export async function setUpFor(parts) {
  await (parts.includes('e2e') || parts.includes('package') ? setUpAll() : setUpTools());
}

/** @param {'checks' | 'unit' | 'e2e' | 'package'} part @param {readonly string[]} names */
export function runPart(part, names) {
  switch (part) {
    case 'checks':
      return runChecks(names);
    case 'unit':
      return runUnit(names);
    case 'e2e':
      return runEndToEnd(names);
    case 'package':
      return runPackage(names);
  }
}

async function runUnit(names) {
  const report = freshReport('unit.json');
  const code = await show(toolsNode(), [tool('vitest'), 'run', ...names]);
  return countUnit(read(report), code);
}

function runEndToEnd(names) {
  return runPlaywright('e2e.json', names);
}

/** Makes the app and its .deb, and tries both. */
async function runPackage(names) {
  const { makeAll } = await import('../package/all.mjs');
  const { makeUnlockedTwin } = await import('../package/unlocked.mjs');
  await makeAll();
  const environment = { CHARLOOM_TEST_PACKAGED: await makeUnlockedTwin() };
  return runPlaywright('package.json', ['--config', 'tests/package', ...names], environment);
}

async function runPlaywright(reportName, args, environment = {}) {
  const report = freshReport(reportName);
  const run = (more, variables) =>
    show(toolsNode(), [tool('@playwright/test', 'playwright'), 'test', ...args, ...more], {
      ...environment,
      ...variables,
    });
  // Where there are virtual displays, no window gets in the user's way.
  const code = process.platform === 'linux' && onPath('Xvfb') ? await withDisplays(run) : await run([], {});
  return countEndToEnd(read(report), code);
}

/** Most of an app's time goes by in waiting: three do not fill two processors. */
const workers = 3;

async function withDisplays(run) {
  say(`The app runs in ${workers} virtual displays.`);
  const { names, close } = await openDisplays(workers);
  return releasing(close, () => run([`--workers=${workers}`], { CHARLOOM_TEST_DISPLAYS: names.join(' ') }));
}

function freshReport(name) {
  const file = join(root, 'test-results', name);
  rmSync(file, { force: true });
  return file;
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return null;
  }
}

/** Its output goes straight to the terminal. Resolves with the exit code. */
async function show(program, args, environment = {}) {
  const folder = makeMemoryFolder();
  const env = toolsEnvironment({ ...(folder === null ? {} : { TMPDIR: folder }), ...environment });
  const release = () => folder !== null && rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return releasing(
    release,
    () =>
      new Promise((resolve, reject) => {
        const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
        child.on('error', reject);
        child.on('close', (code) => resolve(code ?? 1));
      }),
  );
}
