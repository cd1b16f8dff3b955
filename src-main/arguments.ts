// What the app is told on its command line and in its environment.

import path from 'node:path';

/**
 * The library to open: `--library FILE`, else CHARLOOM_LIBRARY, else the file in the app's own data folder, which is the one
 * that the command line opens too.
 */
export function libraryFile(args: readonly string[], env: NodeJS.ProcessEnv, userData: string): string {
  const named = optionValue(args, '--library') ?? env['CHARLOOM_LIBRARY'];
  return named ? path.resolve(named) : path.join(userData, 'library', 'charloom.db');
}

function optionValue(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = args[at];
  return found === name ? args[at + 1] : found?.slice(name.length + 1);
}
