// What of main's environment the engine gets: where things are, which language, and Charloom's own. Nothing that would
// have its process load or run something else (NODE_OPTIONS, LD_PRELOAD, DYLD_INSERT_LIBRARIES, ELECTRON_RUN_AS_NODE
// …).

/** On Windows in any case. */
const names: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'APPDATA',
  'COMSPEC',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'NUMBER_OF_PROCESSORS',
  'PATHEXT',
  'PROCESSOR_ARCHITECTURE',
  'PROGRAMDATA',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'USERNAME',
  'USERPROFILE',
  'WINDIR',
]);

const beginnings: readonly string[] = ['LC_', 'XDG_', 'CHARLOOM_'];

export function engineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isNeeded(name.toUpperCase())));
}

function isNeeded(name: string): boolean {
  return names.has(name) || beginnings.some((beginning) => name.startsWith(beginning));
}
