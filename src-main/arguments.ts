// What the app is told on its command line and in its environment.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isPath } from '../src-engine/protocol/paths.ts';

/** Options whose value is a word of its own; all others have it behind a '='. */
const optionsWithValue: readonly string[] = ['--library', '-r', '--require'];

/**
 * Which library the engine opens, as it is told in its environment: `--library FILE`, else CHARLOOM_LIBRARY, else the
 * one that belongs to the folder in the app's own data, which is the one that the command line opens too.
 */
export function libraryEnvironment(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  userData: string,
): { readonly CHARLOOM_LIBRARY: string } | { readonly CHARLOOM_LIBRARY_FOLDER: string } {
  const named = optionValue(args, '--library') ?? env['CHARLOOM_LIBRARY'];
  return named
    ? { CHARLOOM_LIBRARY: path.resolve(named) }
    : { CHARLOOM_LIBRARY_FOLDER: path.join(userData, 'library') };
}

function optionValue(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = args[at];
  return found === name ? args[at + 1] : found?.slice(name.length + 1);
}

/**
 * What of a process's arguments is meant for the app.
 * @param app the app's folder, where it is an argument of Electron's own and all that comes before it is Electron's too
 */
export function ownArguments(args: readonly string[], app: string | null): readonly string[] {
  const before = app === null ? 0 : args.findIndex((arg, at) => at > 0 && path.resolve(arg) === app);
  return args.slice(Math.max(before, 0) + 1);
}

/**
 * The texts, models and folders that a start names, as absolute paths; whether they are there is not looked at.
 * @param args of the process, without the program itself
 * @param folder to which relative paths belong
 */
export function filesToOpen(args: readonly string[], folder: string): readonly string[] {
  const end = args.indexOf('--');
  const before = end < 0 ? args : args.slice(0, end);
  const after = end < 0 ? [] : args.slice(end + 1);
  const named = before.filter((arg, at) => !arg.startsWith('-') && !optionsWithValue.includes(before[at - 1] ?? ''));
  return [...named, ...after].filter((arg) => arg !== '').map((arg) => path.resolve(folder, asPath(arg)));
}

/** File managers hand over addresses as well as paths. */
function asPath(arg: string): string {
  if (!/^file:\/\//i.test(arg)) return arg;
  try {
    const file = fileURLToPath(arg);
    if (isPath(file)) return file;
  } catch {
    // Of another computer, or none at all.
  }
  // That it cannot be found is said where it is read.
  return arg;
}
