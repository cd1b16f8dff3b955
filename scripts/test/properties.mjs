// Runs files of property tests with given seeds (tests/properties.ts) and reads out of the report what failed.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolsEnvironment, toolsNode } from '../setup/paths.mjs';
import { attempt, lastLines } from '../setup/run.mjs';
import { tool } from '../setup/tool.mjs';

const reportFile = join(root, 'test-results', 'fuzz.json');

/**
 * Files of tests that import fast-check, from the root.
 * @param {readonly string[]} names parts of their names; none: all
 */
export function propertyFiles(names) {
  return readdirSync(join(root, 'tests'), { recursive: true })
    .map((file) => `tests/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
    .filter((file) => readFileSync(join(root, file), 'utf8').includes("from 'fast-check'"))
    .sort();
}

/** @returns Vitest's report @param {readonly (number | string)[]} seeds */
export async function runProperties(file, seeds) {
  rmSync(reportFile, { force: true });
  const args = [tool('vitest'), 'run', file, '--reporter', 'json', '--outputFile', reportFile, '--testTimeout', '0'];
  const env = toolsEnvironment({ CHARLOOM_FUZZ_SEEDS: seeds.join() });
  const { code, output } = await attempt(toolsNode(), args, { cwd: root, env });
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    throw new Error(`Vitest ended (${code}) without a report on ${file}:\n${lastLines(output, 25)}`);
  }
}

/**
 * What failed: the test, its seed (null where no property failed) and the counterexample in the words of the runner.
 */
export function failuresOf(report) {
  return report.testResults.flatMap(({ assertionResults, status, message }) => {
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [{ test: 'The file itself', seed: null, message }];
    return failed.map(({ fullName, failureMessages }) => {
      const words = failureMessages.join('\n');
      const seed = /\bseed: (-?\d+)/.exec(words)?.[1] ?? null;
      return { test: fullName, seed, message: words.split('\n    at ')[0].slice(0, 4000) };
    });
  });
}
