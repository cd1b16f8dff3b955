// Switches of Chromium with which somebody else's program would get into the app that people have installed: it refuses
// to start with them. A build that lets itself be debugged (the fuse for --inspect is on, as in development and for
// tests) takes them.

import { url as debuggerAddress } from 'node:inspector';

const refusedSwitches = [
  'inspect',
  'inspect-brk',
  'inspect-port',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'js-flags',
  'load-extension',
  'disable-extensions-except',
  'gpu-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'browser-subprocess-path',
  'disable-web-security',
  'proxy-server',
  'host-rules',
  'host-resolver-rules',
] as const;

/** @param isGiven whether the process was started with that switch */
export function refusedSwitch(isGiven: (name: string) => boolean): string | null {
  if (debuggerAddress() !== undefined) return null;
  return refusedSwitches.find(isGiven) ?? null;
}
