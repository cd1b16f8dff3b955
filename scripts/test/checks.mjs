// What is checked without running the product. Two at a time: each keeps one processor busy.

import { join } from 'node:path';
import { modules, root, toolsEnvironment, toolsNode } from '../setup/paths.mjs';
import { say, seconds } from '../setup/report.mjs';
import { attempt } from '../setup/run.mjs';
import { tool } from '../setup/tool.mjs';

/** What a check remembers of files that have not changed since; it goes with node_modules. */
function cached(name) {
  return join(modules, '.charloom', 'checks', name);
}

function types(project) {
  return ['-p', project, '--incremental', '--tsBuildInfoFile', cached(`${project.replaceAll('/', '-')}.tsbuildinfo`)];
}

/** Longest first. Lint has no memory: what it finds in a file depends on the types in others. */
const checks = [
  { name: 'lint', package: 'eslint', args: ['.'] },
  {
    name: 'types of the page',
    package: 'svelte-check',
    args: ['--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings'],
  },
  { name: 'types of the tests', package: 'typescript', command: 'tsc', args: types('.') },
  { name: 'types of the engine', package: 'typescript', command: 'tsc', args: types('src-engine') },
  {
    name: 'types of the exported page',
    package: 'typescript',
    command: 'tsc',
    args: types('src-engine/interchange/formats/html/page'),
  },
  { name: 'types of main', package: 'typescript', command: 'tsc', args: types('src-main') },
  {
    name: 'formatting',
    package: 'prettier',
    args: ['--check', '--log-level', 'warn', '--cache', '--cache-location', cached('prettier'), '.'],
  },
  {
    name: 'import boundaries',
    package: 'dependency-cruiser',
    command: 'depcruise',
    args: ['src-main', 'src-engine', 'src-renderer', 'corpora'],
  },
  { name: 'unused code', package: 'knip', args: [] },
  { name: 'Python', script: 'scripts/lint/python.mjs', args: [] },
];

const atOnce = 2;

/** Counts each check as one test. @param {readonly string[]} filters */
export async function runChecks(filters = []) {
  const wanted = checks.filter(({ name }) => filters.length === 0 || filters.some((filter) => name.includes(filter)));
  const waiting = [...wanted];
  let failed = 0;
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await passes(check))) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { passed: wanted.length - failed, failed };
}

async function passes({ name, package: packageName, command, script, args }) {
  const started = performance.now();
  const options = { cwd: root, env: toolsEnvironment() };
  const { code, output } = await attempt(
    toolsNode(),
    [script ? join(root, script) : tool(packageName, command), ...args],
    options,
  );
  const time = seconds(performance.now() - started);
  say(code === 0 ? `✓ ${name} (${time})` : `✗ ${name} (${time})\n${output.trimEnd()}`);
  return code === 0;
}
