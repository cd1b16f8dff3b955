#!/usr/bin/env node
// npm run fuzz: tries fresh seeds on every property test in turn, until the time is over. `npm test` tries the same
// ones each time.
//   npm run fuzz -- [--minutes N] [NAME…]    10 minutes unless said; NAME is a part of a file's name
//   npm run fuzz -- --seeds N [NAME…]        so many on each file, however long that takes
//   npm run fuzz -- --seed=N NAME…           once more, with the seed of a failure
// Exit codes: 0 nothing failed; 1 something failed: seed, test, counterexample and the command for it are printed; 2
// wrong arguments.

import './setup/node-version.mjs';

const { randomInt } = await import('node:crypto');
const { parseArgs } = await import('node:util');
const { exitWith, say } = await import('./setup/report.mjs');
const { setUpTools } = await import('./setup/tools.mjs');
const { failuresOf, propertyFiles, runProperties } = await import('./test/properties.mjs');

/** A process tries so many: what is no property in the file is run but once. */
const seedsAtOnce = 5;

/**
 * @returns when it ends: a number of minutes, or each file once with given seeds or with so many fresh ones; and the
 * files
 */
function readArguments() {
  const options = { minutes: { type: 'string' }, seeds: { type: 'string' }, seed: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (Object.keys(values).length > 1) throw new TypeError('Only one of --minutes, --seeds and --seed can be given.');
  const minutes = Number(values.minutes ?? 10);
  const seeds = Number(values.seeds ?? seedsAtOnce);
  if (!(minutes > 0)) throw new TypeError(`--minutes must be a number above 0; it is ${values.minutes}.`);
  if (!(Number.isInteger(seeds) && seeds > 0)) {
    throw new TypeError(`--seeds must be a whole number above 0; it is ${values.seeds}.`);
  }
  if (values.seed !== undefined && !/^-?\d+$/.test(values.seed)) {
    throw new TypeError(`--seed must be a whole number; it is ${values.seed}.`);
  }
  const files = propertyFiles(positionals);
  if (files.length === 0) throw new TypeError(`No property test has ${positionals.join(' or ')} in its file's name.`);
  const isOnce = values.seeds !== undefined || values.seed !== undefined;
  return { minutes: isOnce ? null : minutes, seeds, seed: values.seed, files };
}

/**
 * One file after the other, and the seeds to try on it. A process tries a few: what a seed leaves behind goes with the
 * process.
 */
function* visits({ minutes, seeds, seed, files }) {
  const fresh = (count) => Array.from({ length: count }, () => randomInt(-(2 ** 31), 2 ** 31));
  if (seed !== undefined) {
    for (const file of files) yield { file, seeds: [seed] };
  } else if (minutes === null) {
    for (const file of files) {
      for (let left = seeds; left > 0; left -= seedsAtOnce) yield { file, seeds: fresh(Math.min(left, seedsAtOnce)) };
    }
  } else {
    const end = performance.now() + minutes * 60_000;
    for (let visit = 0; visit === 0 || performance.now() < end; visit++) {
      yield { file: files[visit % files.length], seeds: fresh(seedsAtOnce) };
    }
  }
}

async function fuzz(wanted) {
  const failed = new Set();
  let tried = 0;
  for (const { file, seeds } of visits(wanted)) {
    const fresh = failuresOf(await runProperties(file, seeds)).filter(({ test }) => !failed.has(`${file} ${test}`));
    tried += seeds.length;
    say(`${fresh.length === 0 ? '✓' : '✗'} ${file}`);
    for (const { test, message, seed: failing } of fresh) {
      failed.add(`${file} ${test}`);
      say(`\n${test}\n${message}\nAgain: npm run fuzz -- --seed=${failing ?? seeds[0]} ${file}\n`);
    }
  }
  say(`${tried} seeds tried, ${failed.size} tests failed`);
  return failed.size === 0 ? 0 : 1;
}

try {
  const wanted = readArguments();
  await setUpTools();
  process.exitCode = await fuzz(wanted);
} catch (error) {
  if (error instanceof TypeError) {
    console.error(`✗ ${error.message}`);
    process.exitCode = 2;
  } else exitWith(error);
}
