// One way to install and set up, tried in a fresh clone.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, searchPathWithoutModules } from '../setup/paths.mjs';
import { seconds } from '../setup/report.mjs';
import { attempt, lastLines, run } from '../setup/run.mjs';

/** @returns what came of it in a line, and whether it failed */
export async function tryWay({ name, commands, enter }) {
  const parent = await mkdtemp(join(tmpdir(), 'charloom-setup-'));
  const folder = join(parent, 'clone');
  const around = await enter(folder);
  try {
    if (around.skipped !== undefined) return { line: `– ${name}: skipped, ${around.skipped}`, failed: false };
    await run('git', ['clone', '--quiet', root, folder]);
    const { took, failure } = await follow(commands, around, folder);
    if (failure !== null) return { line: `✗ ${name}: ${failure}`, failed: true };
    const { line, isEnough } = around.proof?.() ?? { line: '', isEnough: true };
    const told = [...took, line].filter(Boolean).join(', ');
    return { line: `${isEnough ? '✓' : '✗'} ${name}: ${told}`, failed: !isEnough };
  } finally {
    around.leave?.();
    await rm(parent, { recursive: true, force: true });
  }
}

async function follow(commands, { front, env }, cwd) {
  const took = [];
  for (const command of commands) {
    const [program, ...args] = [...front, ...command];
    const started = performance.now();
    const { code, output } = await attempt(program, args, { cwd, env: { ...cleanEnvironment(), ...env } });
    const words = command.join(' ');
    if (code !== 0) return { took, failure: `${words} failed (exit ${code}):\n${lastLines(output, 12)}` };
    took.push(`${words} ${seconds(performance.now() - started)}`);
  }
  return { took, failure: null };
}

/** As in a terminal: without what the npm that has started this has put there. */
function cleanEnvironment() {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD$|NODE$)/i.test(name));
  return { ...Object.fromEntries(own), PATH: searchPathWithoutModules() };
}
