// Where the library lies when nobody names one: in the app's own data folder, so that window and command line share it.

import path from 'node:path';

/** @param home the user's home folder */
export function defaultLibraryFile(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  const folder = dataFolder(env, platform, home);
  return pathsOf(platform).join(folder, 'Charloom', 'library', 'charloom.db');
}

function dataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  const paths = pathsOf(platform);
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] || paths.join(home, 'AppData', 'Roaming');
  // The standard says that a relative XDG path is to be ignored.
  const configured = env['XDG_CONFIG_HOME'];
  return configured !== undefined && path.posix.isAbsolute(configured) ? configured : paths.join(home, '.config');
}

function pathsOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}
