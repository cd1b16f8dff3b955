// The main job without a window: trains on Moby-Dick and lets the model write. The library keeps the run.

import { createInterface } from 'node:readline';
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

  say(
    `There is no display here, so Charloom works in the terminal: it trains on Moby-Dick for ${minutes} minutes, then writes.`,
  );
  const { code, run } = await train(['train', corpus, '--minutes', minutes, '--json', ...where]);
  if (code !== 0 || run === null) return code || 1;

  say('\nWhat the model writes:\n');
  const generated = await runCommandLine(['generate', String(run), '--length', '600', ...where], 'inherit').ended;
  say(`\n\nThe library keeps the run. To let it write again:  npm run -s cli -- generate ${run} --prompt "Call me "`);
  return generated.code ?? 1;
}

function parse(args) {
  const options = { minutes: { type: 'string', default: '3' }, library: { type: 'string' } };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new SetupError(`${error.message}. Known here: --minutes N, --library FILE.`);
  }
}

/** Progress for people comes on stderr; the lines on stdout tell which run it was. */
async function train(args) {
  const { child, ended } = runCommandLine(args, ['inherit', 'pipe', 'inherit']);
  let run = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line);
    if (message.kind === 'finished') run = message.run;
  }
  const { code } = await ended;
  return { code: code ?? 1, run };
}
