// The app checks itself once in each new Electron: the window, the engine, its library, training and writing
// (src-main/self-check.ts).

import { join } from 'node:path';
import { identity, rejectElectron } from './electron.mjs';
import { launchEnvironment, launchSwitches } from './launch.mjs';
import { modules, root } from './paths.mjs';
import { say, SetupError } from './report.mjs';
import { attempt, lastLines } from './run.mjs';
import { readStamp, writeStamp } from './stamps.mjs';
import { hasDisplay, onPath, withDisplay } from './system-packages.mjs';

const stampFile = join(modules, '.charloom', 'self-check.json');

/**
 * @returns false where this Electron has failed and another one is to be taken
 * @throws SetupError where there is no other
 */
export async function ensureSelfChecked(where) {
  const checked = { executable: where.electron, identity: identity(where.electron) };
  const known = readStamp(stampFile);
  if (known?.executable === checked.executable && known.identity === checked.identity) return true;
  // Without any display nothing can be checked yet; the first start that has one does it.
  if (!hasDisplay() && !onPath('xvfb-run')) return true;
  const { works, line } = await selfCheck(where);
  if (works) {
    say(`• ${line}`);
    writeStamp(stampFile, checked);
    return true;
  }
  if (!rejectElectron(where.electron)) throw new SetupError(line);
  say(`• ${line}`);
  return false;
}

/** @returns whether all is well, and what to say in one line */
export async function selfCheck(where) {
  const app = [where.electron, ...launchSwitches(where), root, '--selfcheck'];
  const [program, ...args] = withDisplay(app);
  const { code, output } = await attempt(program, args, { env: launchEnvironment(where) });
  const line = /^Self-check with .*$/m.exec(output)?.[0];
  if (line !== undefined) return { works: code === 0, line };
  return { works: false, line: `The self-check ended (${code}) without a result:\n${lastLines(output, 10)}` };
}
