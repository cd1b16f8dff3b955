// What a text begins with: an argument, a file or what comes in on stdin.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { openTextFile } from '../corpus/files.ts';
import type { ByteSource } from '../corpus/files.ts';
import { inspect } from '../corpus/inspection.ts';
import { newReadingFacts, readText, unreadableAs } from '../corpus/reading.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import type { CommandTools } from './run-command.ts';
import { failure } from './failure.ts';
import { typedPath } from './typed-path.ts';

export interface PromptOptions {
  readonly prompt?: string;
  readonly promptFile?: string;
}

export function addPromptOptions(command: Command, description: string): Command {
  return command
    .addOption(new Option('--prompt <text>', `${description} (default: nothing)`).argParser(readPrompt))
    .addOption(
      new Option(
        '--prompt-file <file>',
        'the same from a file, to its last line end; - reads stdin (default: no file)',
      ).conflicts('prompt'),
    );
}

function readPrompt(text: string): string {
  if (text !== '--') return text;
  throw new InvalidArgumentError('"--" ends the options. Write --prompt=TEXT, or put the text into a --prompt-file.');
}

/** @throws CharloomError for a file that is not there or is not text, and 'cancelled' after an interruption */
export async function promptFrom({ prompt = '', promptFile }: PromptOptions, tools: CommandTools): Promise<string> {
  if (promptFile === undefined) return prompt;
  return readTextFile(promptFile, tools, {
    whereEmpty: 'so the text begins without a prompt',
    whereBinary: 'so it cannot be a prompt',
  });
}

/**
 * The text of a file, to its last line end.
 * @param file - reads stdin
 * @param words what follows from a file that is empty, or no text
 * @throws CharloomError as `promptFrom` does
 */
export async function readTextFile(
  file: string,
  tools: CommandTools,
  words: { readonly whereEmpty: string; readonly whereBinary: string },
): Promise<string> {
  const { output } = tools;
  const source = file === '-' ? await standardInput(tools) : await openTextFile(typedPath(file));
  const finding = await inspect(source, { limit: Infinity });
  switch (finding.kind) {
    case 'empty':
      output.say(`${source.title} is empty, ${words.whereEmpty}.`);
      return '';
    case 'binary':
      throw failure('corpus-encoding', `${source.title} is not text, ${words.whereBinary}.`);
    case 'unknown':
      throw unreadableAs(source.title, finding.failed);
    case 'text':
      break;
  }
  const { encoding } = finding;
  if (!finding.isCertain) output.say(`${source.title} is read as ${encoding.name}.`);
  const part = { kind: 'file', source, encoding, mode: 'strict' } as const;
  const pieces: Uint8Array[] = [];
  for await (const piece of readText([part], defaultPreparation, newReadingFacts(), {})) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** Nobody knows when it ends, so an interruption ends the waiting. */
async function standardInput({ host, onInterrupt, checkInterrupted }: CommandTools): Promise<ByteSource> {
  const pieces: Uint8Array[] = [];
  onInterrupt(() => process.stdin.destroy());
  try {
    for await (const piece of process.stdin) pieces.push(piece as Uint8Array);
  } catch (error) {
    checkInterrupted();
    throw error;
  }
  checkInterrupted();
  onInterrupt(() => host.close());
  // A reader may change what it is given.
  return {
    title: 'The standard input',
    bytes: pieces.reduce((sum, piece) => sum + piece.length, 0),
    // eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to wait for here
    async *pieces() {
      for (const piece of pieces) yield Uint8Array.from(piece);
    },
  };
}
