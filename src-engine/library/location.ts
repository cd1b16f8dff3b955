// Where the library lies when nobody names one: in the app's own data folder, so that window and command line share it.

import path from 'node:path';

/** @param home the user's home folder */
export function defaultLibraryFile(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  const join = platform === 'win32' ? path.win32.join : path.posix.join;
  return join(dataFolder(env, platform, home, join), 'Charloom', 'library', 'charloom.db');
}

function dataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string, join: typeof path.join): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] || join(home, 'AppData', 'Roaming');
  // The standard says that a relative XDG path is to be ignored.
  const configured = env['XDG_CONFIG_HOME'];
  return configured !== undefined && path.posix.isAbsolute(configured) ? configured : join(home, '.config');
}
