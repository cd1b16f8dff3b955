// The main job without a window: trains on Moby-Dick and lets the model write. The library keeps the run.

import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { runCommandLine } from '../setup/command-line.mjs';
import { say, SetupError } from '../setup/report.mjs';
import { setUpTools } from '../setup/tools.mjs';

const corpus = 'builtin:moby-dick';

/** Resolves with an exit code. */
export async function startInTerminal(args) {
  const { minutes, library } = parse(args);
  await setUpTools();
  const where = library === undefined ? [] : ['--library', library];
  const time = `${minutes} ${minutes === '1' ? 'minute' : 'minutes'}`;
  let interrupted = false;
  process.on('SIGINT', () => (interrupted = true));

  say(`There is no display here, so Charloom works in the terminal: it trains on Moby-Dick for ${time}, then writes.`);
  const trained = await runCommandLine(['train', corpus, '--minutes', minutes, ...where], 'inherit').ended;
  if (trained.code !== 0 || interrupted) return trained.code ?? 1;

  const run = await newestRun(where);
  say('');
  const written = await runCommandLine(['generate', String(run), '--length', '600', ...where], 'inherit').ended;
  say(`\nThe library keeps the run. To let it write again: npm run -s cli -- generate ${run} --prompt "Call me "`);
  return written.code ?? 1;
}

function parse(args) {
  const options = { minutes: { type: 'string', default: '3' }, library: { type: 'string' } };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new SetupError(`${error.message}. Known here: --minutes N, --library FILE.`);
  }
}

/** The one that was just trained. */
async function newestRun(where) {
  const { child, ended } = runCommandLine(['runs', '--json', ...where], ['ignore', 'pipe', 'inherit']);
  const lines = (await text(child.stdout)).trim().split('\n');
  await ended;
  return Math.max(...lines.map((line) => JSON.parse(line).id));
}
