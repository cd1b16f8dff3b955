// The documents: those for readers of the code keep to the code's width, links lead somewhere, commands are understood, and the guide's first
// ones do what it says.

import { CommanderError } from 'commander';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProgram, withCommands } from '../src-engine/cli/program.ts';
import { callCli } from './cli/call-cli.ts';
import { temporaryFolder } from './library/fixtures.ts';

const maxColumns = 120;

const documents = ['.', 'docs', 'bench', 'bench/quality', 'packaging']
  .flatMap((folder) => readdirSync(folder).map((name) => path.posix.join(folder, name)))
  .filter((file) => file.endsWith('.md'));

const textOf = (file: string): string => readFileSync(file, 'utf8');

/** What stands in fences of a language. */
function blocksOf(file: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return [...textOf(file).matchAll(fence)].map(([, block]) => block);
}

const commandsOf = (file: string): readonly string[] => blocksOf(file, 'sh').flatMap((block) => block.split('\n'));

describe('ARCHITECTURE.md', () => {
  const lines = textOf('ARCHITECTURE.md').split('\n');

  it('has no line that is wider than the code', () => {
    expect(lines.filter((line) => line.length > maxColumns)).toEqual([]);
  });
});

describe('the links', () => {
  /** As GitHub makes them of headings. */
  const anchorsOf = (file: string): readonly string[] =>
    [...textOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );

  it.each(documents)('of %s lead somewhere', (file) => {
    const links = [...textOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
    const own = links.filter((link) => !/^[a-z]+:/.test(link));
    const broken = own.filter((link) => {
      const [name, anchor] = link.split('#');
      const target = name === '' ? file : path.posix.join(path.posix.dirname(file), name);
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

describe('the commands', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

  it.each(documents)('of npm in %s exist', (file) => {
    const named = [...textOf(file).matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/g)].map(([, name]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  afterEach(() => vi.restoreAllMocks());

  const ours = documents.flatMap((file) =>
    commandsOf(file)
      .map((line) => /^(?:npm run -s cli --|charloom) (?<words>.*)$/.exec(line)?.groups?.['words'])
      .filter((words) => words !== undefined)
      .map((words) => [file, words] as const),
  );

  it('of our own are found', () => {
    expect(ours.map(([file]) => file)).toEqual(expect.arrayContaining(['README.md', 'docs/guide.md']));
  });

  it.each(ours)('%s: charloom %s', async (_file, words) => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const program = createProgram();
    // Understood, and not done.
    for (const command of withCommands(program)) if (command !== program) command.action(() => {});
    try {
      await program.parseAsync(['node', 'charloom', ...split(words)]);
    } catch (error) {
      // The help that was asked for ends it as well.
      if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
    }
    expect(said.mock.calls).toEqual([]);
  });
});

describe('the guide', () => {
  it('goes from a text to a model that leaves, as it says', async () => {
    const folder = temporaryFolder();
    const [block] = blocksOf('docs/guide.md', 'sh');
    for (const line of block.trimEnd().split('\n')) {
      const words = split(line.replace(/^charloom /, '')).map((word) =>
        word.endsWith('.charloom') ? path.join(folder, word) : word,
      );
      const { code, stderr } = await callCli(path.join(folder, 'library.db'), ...words);
      expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
    }
  });
});

/** Into words as a shell does, without what follows a '#' or a ';'. */
function split(line: string): string[] {
  const words = line.replace(/\s+[#;].*$/, '').match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}
