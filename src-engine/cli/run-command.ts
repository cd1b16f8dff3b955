// Runs one command: opens the library, lets the command work, closes it. Interruptions
// are handed to the command, which ends its work in good order.

import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { asEngineError, CharloomError } from '../errors.ts';
import type { HostParts } from '../host/context.ts';
import { realParts } from '../host/engine.ts';
import { EngineHost } from '../host.ts';
import type { Host } from '../host.ts';
import { asLibraryError } from '../library/failures.ts';
import { openLibrary } from '../library/library.ts';
import { defaultLibraryFolder, libraryIn } from '../library/location.ts';
import { libraryPath } from '../library/open.ts';
import type { FileGrant, FileUse } from '../protocol/index.ts';
import { inEnglish } from '../protocol/text/sentences.ts';
import { shortenedPath, visible } from '../quoting.ts';
import { failure } from './failure.ts';
import { forceHint } from './force-option.ts';
import { interruption, onInterruption, wasStopped } from './interruption.ts';
import type { Act } from './interruption.ts';
import { calledOn, createOutput, harmless } from './output.ts';
import type { Output } from './output.ts';
import { requirePath } from './typed-path.ts';

/** What a command works with. */
export interface CommandTools extends Pick<HostParts, 'library' | 'engine' | 'processors'> {
  readonly host: Host;
  readonly output: Output;
  /** What brings the person here again, to the same library. */
  readonly calledAs: string;
  /** Makes a file readable to the host, or a destination writable. */
  readonly grant: (path: string, use?: FileUse) => FileGrant;
  /** What to do when the person or the reader breaks off; the last one given counts. */
  readonly onInterrupt: (act: Act) => void;
  /** For between two pieces of work. @throws CharloomError 'cancelled' after an interruption */
  readonly checkInterrupted: () => void;
}

interface GlobalOptions {
  readonly library?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** What a command does to the library. */
interface LibraryUse {
  /** It does its work also where the library cannot be written. */
  readonly reading?: boolean;
  /**
   * Of what puts something in: a library that is not there is begun, once this has found what is to be put in. Whoever
   * has mistyped that has no use for an empty library.
   */
  readonly beginning?: (() => unknown) | undefined;
}

/** Runs a command's work and sets the process's exit code, as the help of the program explains them. */
export async function runCommand(
  command: Command,
  work: (tools: CommandTools) => Promise<void>,
  { reading = false, beginning }: LibraryUse = {},
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  let host: Host | null = null;
  let explain = asLibraryError;
  try {
    const log = (line: string): void => {
      if (options.verbose) process.stderr.write(`${harmless(line)}\n`);
    };
    const named = options.library ?? (process.env['CHARLOOM_LIBRARY'] || undefined);
    const file = requirePath(named ?? appsLibrary());
    const isNew = !isThere(file);
    if (isNew && named !== undefined && !beginning) throw noLibrary(named, options.library);
    if (isNew) await beginning?.();
    const library = openLibrary(file, { log, reading });
    explain = (error) => library.tellHolder(asLibraryError(error));
    const parts = realParts(library, log);
    host = new EngineHost(parts);
    const opened = host;
    onInterruption(() => opened.close());
    const output = createOutput(options.json ?? false);
    // Who has mistyped the name would take the new one for the old one, emptied.
    if (isNew && named !== undefined)
      output.say(`There was no library ${shortenedPath(named)}, so a new one was begun.`);
    await work({
      library,
      engine: parts.engine,
      processors: parts.processors,
      host: opened,
      output,
      calledAs: calledOn(options.library),
      grant(path, use = 'read') {
        const grant = randomUUID() as FileGrant;
        opened.grant(grant, path, use);
        return grant;
      },
      onInterrupt: onInterruption,
      checkInterrupted() {
        if (interruption()) throw wasStopped();
      },
    });
  } catch (error) {
    reportFailure(asInterrupted(explain(error)));
  } finally {
    for (const text of host?.notices() ?? []) process.stderr.write(`${harmless(inEnglish(text))}\n`);
    await host?.close();
    tellInterruption();
  }
}

/** As `runCommand`, for a command that does its work also where the library cannot be written. */
export async function runReading(command: Command, work: (tools: CommandTools) => Promise<void>): Promise<void> {
  return runCommand(command, work, { reading: true });
}

/** A link that leads nowhere is told of as one. */
function isThere(file: string): boolean {
  return statSync(libraryPath(file), { throwIfNoEntry: false }) !== undefined;
}

/** @param option what `--library` names, if it was that and not the environment */
function noLibrary(named: string, option: string | undefined): CharloomError {
  return failure(
    'file-missing',
    `There is no library ${shortenedPath(named)}. Check its name and place, or begin it: ${calledOn(option)} import FILE`,
  );
}

/** An interruption closes the host, whose words would be that Charloom is closing. */
function asInterrupted(error: unknown): unknown {
  const isCancelled = error instanceof CharloomError && error.code === 'cancelled';
  return isCancelled && interruption() ? wasStopped() : error;
}

/** As `runCommand`, for a command that needs no library. */
export async function runAlone(command: Command, work: (output: Output) => Promise<void>): Promise<void> {
  const { json = false } = command.optsWithGlobals<GlobalOptions>();
  try {
    await work(createOutput(json));
  } catch (error) {
    reportFailure(error);
  } finally {
    tellInterruption();
  }
}

/** One line on stderr, and the exit code. */
export function reportFailure(error: unknown): void {
  const { code, message } = asEngineError(error);
  // Who has stopped reading has no use for the words that the work was not done to its end.
  if (code === 'cancelled' && interruption()?.kind === 'reader') return;
  const hint = code === 'file-exists' ? ` ${forceHint}` : '';
  process.stderr.write(`charloom: ${visible(message.replaceAll('\n', ' '))}${hint}\n`);
  process.exitCode = code === 'settings-invalid' ? 2 : 1;
}

/** A command that was ended by a signal says so, however well it has ended. */
function tellInterruption(): void {
  const cause = interruption();
  if (cause?.kind === 'signal') process.exitCode = cause.code;
}

function appsLibrary(): string {
  return libraryIn(defaultLibraryFolder(process.env, process.platform, homedir()));
}
