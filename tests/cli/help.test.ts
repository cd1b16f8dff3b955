// The help of every command: found by its path, complete, and true to the program.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProgram, pathOf, withCommands } from '../../src-engine/cli/program.ts';
import { number } from '../../src-engine/cli/settings-options.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { runCli } from './run-cli.ts';

let library = '';
beforeEach(() => {
  library = path.join(temporaryFolder(), 'library.db');
});

const commands = withCommands(await createProgram()).filter((command) => pathOf(command) !== '');

/** As a parser would leave it: the words that the program prints for a command. */
async function help(...words: readonly string[]): Promise<string> {
  const program = await createProgram();
  let printed = '';
  for (const command of withCommands(program)) command.configureOutput({ writeOut: (text) => (printed += text) });
  expect(() => program.parse(['node', 'charloom', ...words])).toThrow();
  return printed;
}

describe('help', () => {
  it.each(commands.map(pathOf))('of %s is found by its whole path, and is its own', async (command) => {
    const printed = await help('help', ...command.split(' '));
    expect(printed.split('\n')[0]).toMatch(new RegExp(`^Usage: charloom ${command}( |$)`));
    expect(await help(...command.split(' '), '--help')).toBe(printed);
  });

  it.each(commands.map(pathOf))(
    'is hinted at with words that can be typed, where %s is used wrongly',
    async (command) => {
      const program = await createProgram();
      let printed = '';
      for (const one of withCommands(program)) one.configureOutput({ writeErr: (text) => (printed += text) });
      expect(() => program.parse(['node', 'charloom', ...command.split(' '), '--loud'])).toThrow('error: ');
      const hint = /\(charloom (help [a-z -]+) lists its options\)/.exec(printed)?.[1] ?? '';
      const shown = await help(...hint.split(' '));
      expect(shown.split('\n')[0]).toMatch(new RegExp(`^Usage: charloom ${command}( |$)`));
    },
  );

  it.each(commands)('says of each argument what it is: $_name', (command) => {
    if (command.name() === 'help') return;
    for (const argument of command.registeredArguments) expect(argument.description, argument.name()).not.toBe('');
  });

  it('says what there is where a command is not known, and what the exit codes mean', async () => {
    for (const words of [['move'], ['queue', 'dance'], ['nothing', 'at', 'all'], ['x'.repeat(10_000)]]) {
      const program = await createProgram();
      expect(() => program.parse(['node', 'charloom', 'help', ...words])).toThrow('has no command');
    }
    expect((await runCli(library, 'help', 'move')).code).toBe(2);
    expect(await help('--help')).toMatch(/0 +done\n +1 +failed.*\n +2 +wrong usage.*\n +130 +ended by Ctrl-C/);
  });

  /** Options that choose what the command does. */
  const choices = ['resume', 'extend', 'from'];

  it.each(commands.map((command) => [pathOf(command), command] as const))(
    'of %s says of each option what it is by default, or that it is required, and the range of numbers',
    (_name, command) => {
      for (const option of command.options) {
        const name = option.attributeName();
        if (!(option.required || option.optional) || choices.includes(name)) continue;
        const says = option.mandatory ? /required/ : option.defaultValue === undefined ? /default: / : /./;
        expect(option.description, option.flags).toMatch(says);
        if (option.parseArg === number) expect(option.description, option.flags).toMatch(/\d to |above 0, at most \d/);
      }
    },
  );

  it('ends quietly where its reader has seen enough', () => {
    const main = path.resolve('src-engine/cli/main.ts');
    openLibrary(library).close();
    for (const words of ['--help', 'corpora']) {
      const command = `"${process.execPath}" "${main}" ${words} --library "${library}"`;
      const piped = spawnSync('sh', ['-c', `(${command}; echo "code $?" >&2) | true`], { encoding: 'utf8' });
      expect(piped.stderr, words).toBe('code 0\n');
      const both = spawnSync('bash', ['-c', `${command} --loud 2>&1 | true; echo "\${PIPESTATUS[0]}"`], {
        encoding: 'utf8',
      });
      expect(both.stderr, words).toBe('');
    }
  });
});
