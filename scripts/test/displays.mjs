// Virtual displays for tests that run at once: a clipboard and the focus belong to a display, so each worker gets one
// of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SetupError } from '../setup/report.mjs';
import { virtualScreen } from '../setup/system-packages.mjs';

/** The server picks a free number itself and writes it to this descriptor once it takes connections. */
const numberDescriptor = 3;

/**
 * @param {number} count
 * @returns {Promise<{ names: string[], close: () => void }>} what DISPLAY shall be for each worker, and what ends the
 * displays
 */
export async function openDisplays(count, program = 'Xvfb') {
  const servers = Array.from({ length: count }, () => startServer(program));
  const close = () => servers.forEach((server) => server.kill());
  try {
    return { names: await Promise.all(servers.map(nameOf)), close };
  } catch (error) {
    close();
    throw error;
  }
}

function startServer(program) {
  // Else it begins anew whenever its last window closes, and turns away whoever comes meanwhile.
  const args = ['-displayfd', String(numberDescriptor), ...virtualScreen, '-nolisten', 'tcp', '-noreset'];
  return spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
}

/** Waits for the number that the server writes: `101\n`. */
async function nameOf(server) {
  const [ended, numbers] = [once(server, 'exit').then(() => null), once(server.stdio[numberDescriptor], 'data')];
  const first = await Promise.race([ended, numbers]);
  if (first === null) throw new SetupError('The virtual display Xvfb ended before it was ready.');
  return `:${String(first[0]).trim()}`;
}
