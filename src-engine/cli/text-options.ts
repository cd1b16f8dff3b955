// A text to look at: an argument, a file or what comes in on stdin.

import { existsSync } from 'node:fs';
import { Option } from 'commander';
import type { Command } from 'commander';
import { quoted } from '../quoting.ts';
import { readTextFile } from './prompt.ts';
import type { CommandTools } from './run-command.ts';

export interface TextOptions {
  readonly text?: string;
  readonly textFile?: string;
}

/** @param otherwise what is taken where neither is given */
export function addTextOptions(command: Command, description: string, otherwise: string): Command {
  return command
    .addOption(new Option('--text <text>', `${description} (default: ${otherwise})`))
    .addOption(
      new Option('--text-file <file>', 'the same from a file; - reads stdin (default: no file)').conflicts('text'),
    );
}

/** Undefined where none is given. @throws CharloomError as `readTextFile` */
export async function textFrom({ text, textFile }: TextOptions, tools: CommandTools): Promise<string | undefined> {
  if (text !== undefined && existsSync(text))
    tools.output.say(`${quoted(text)} is read as the text itself. For the file of that name, write --text-file.`);
  if (textFile === undefined) return text;
  return readTextFile(textFile, tools, {
    whereEmpty: 'so there is nothing to look at',
    whereBinary: 'so there is nothing to look at',
  });
}
