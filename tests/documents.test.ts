// The documents: those for readers of the code keep to the code's width, links lead somewhere, Python can be compiled,
// commands are understood, and those of README and guide do what they say.

import { CommanderError } from 'commander';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { written } from '../scripts/docs/pages.mjs';
import { createProgram, withCommands } from '../src-engine/cli/program.ts';
import { callCli } from './cli/call-cli.ts';
import { temporaryFolder } from './library/fixtures.ts';
import { python } from './python.ts';

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

/** Of `charloom`, without its name. */
const ownCommandsOf = (file: string): readonly string[] =>
  commandsOf(file)
    .map((line) => /^(?:npm run -s cli --|charloom) (?<words>.*)$/.exec(line)?.groups?.['words'])
    .filter((words) => words !== undefined);

/** Of the drawing of a folder: the rooms of each floor, the highest first. */
function drawnFloors(source: string): string[][] {
  const [, drawing = ''] =
    new RegExp(`^ ${source}/\\n(.*?)\\n(?:\\n|\`\`\`)`, 'ms').exec(textOf('ARCHITECTURE.md')) ?? [];
  const floors: Set<string>[] = [];
  for (const line of drawing.split('\n').filter((each) => /^ {3}\S/.test(each))) {
    const parts = line.trim().split(/ {2,}/);
    // What stands behind the rooms has blanks between its words, or is one word behind the files of an entry.
    const rooms = parts.filter((part, index) => index === 0 || /[/.]|^[a-z]+(-[a-z]+)*$/.test(part));
    const drawn = rooms.filter((part) => !part.includes(' ') && part !== 'entries').map(roomOf);
    if (line.includes('on the same floor')) for (const room of drawn) floors.at(-1)?.add(room);
    else floors.push(new Set(drawn));
  }
  return floors.map((floor) => [...floor].sort());
}

function roomOf(drawn: string): string {
  return drawn.replace(/(\/<\w+>)?\/$|(\.d)?\.(ts|svelte)$/, '');
}

describe('ARCHITECTURE.md', () => {
  const lines = textOf('ARCHITECTURE.md').split('\n');

  it('has no line that is wider than the code', () => {
    expect(lines.filter((line) => line.length > maxColumns)).toEqual([]);
  });

  it.each(['engine', 'page'])('draws the rooms of the %s on the floors that the rules give them', (side) => {
    const rules = new RegExp(`^const ${side} = (\\{.*?\\n\\});`, 'ms').exec(textOf('.dependency-cruiser.cjs'))?.[1];
    const { source, floors } = runInNewContext(`(${rules})`) as { source: string; floors: string[][] };
    expect(floors.length).toBeGreaterThan(5);
    expect(drawnFloors(source)).toEqual(floors.map((floor) => [...floor].sort()));
  });

  it('names all files that a cell stands in, and no others', () => {
    const item = /^- _A cell_: (?<files>.*?)`npm run docs`/ms.exec(textOf('ARCHITECTURE.md'))?.groups?.['files'] ?? '';
    const named = [...item.matchAll(/`(?<file>[^`]+\.\w+)`/g)].map(
      ([, file]) => `src-engine/${file.replace('<cell>', 'cifg')}`,
    );
    const inProduct = ['src-engine', 'src-main', 'src-renderer', 'scripts']
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.posix.join(folder, file)),
      )
      .filter((file) => /\.(ts|svelte|mjs|py)$/.test(file) && /cifg/i.test(textOf(file)))
      .filter((file) => !(file in written));
    // It is the default, too.
    expect(inProduct.sort()).toEqual([...named, 'src-engine/settings/model.ts'].sort());
    expect(named.length).toBeLessThanOrEqual(8);
  });
});

describe('what no linter reads', () => {
  it('has comments no wider than the code: AssemblyScript, C, styles, and what stands before a component', () => {
    const files = ['src-engine/kernels', 'src-renderer'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.posix.join(folder, file)),
    );
    const measured = files.filter((file) => /assembly\/.*\.ts$|\.(c|h|css|svelte)$/.test(file));
    const wide = measured.flatMap((file) =>
      [...textOf(file).matchAll(/^\s*(?:\/\/.*|(?:\/\*|<!--)(?:.|\n)*?(?:\*\/|-->))/gm)]
        .flatMap(([comment]) => comment.split('\n'))
        .filter((line) => [...line].length > maxColumns)
        .map((line) => `${file}: ${line}`),
    );
    expect(measured.length).toBeGreaterThan(100);
    expect(wide).toEqual([]);
  });

  it('spells the constants of AssemblyScript like other names', () => {
    const folder = 'src-engine/kernels/assembly';
    const programs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const constants = programs.flatMap((file) =>
      [...textOf(path.posix.join(folder, file)).matchAll(/^(?:export )?const (\w+)/gm)].map(([, name]) => name),
    );
    expect(constants).toContain('tileRows');
    expect(constants.filter((name) => /^[A-Z]/.test(name))).toEqual([]);
  });
});

describe.skipIf(python === undefined)('the Python programs', () => {
  const programs = documents.flatMap((file) => blocksOf(file, 'python').map((program) => ({ file, program })));

  it('are found', () => expect(programs.map(({ file }) => file)).toContain('docs/onnx.md'));

  it.each(programs)('of $file can be compiled', ({ program }) => {
    const compile = ['-c', 'import sys; compile(sys.stdin.read(), "block", "exec")'];
    const { stderr } = spawnSync(python ?? '', compile, { input: program, encoding: 'utf8' });
    expect(stderr).toBe('');
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

  const ours = documents.flatMap((file) => ownCommandsOf(file).map((words) => [file, words] as const));

  it('of our own are found', () => {
    expect(ours.map(([file]) => file)).toEqual(expect.arrayContaining(['README.md', 'docs/guide.md']));
  });

  it.each(ours)('%s: charloom %s', async (_file, words) => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const program = await createProgram();
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

describe('the commands of README and guide', () => {
  /** What takes minutes, or a file that is not ours to write, and why it is not done here. */
  const leftOut: Readonly<Record<string, string>> = {
    'train moby-dick --minutes 3': 'trains for three minutes',
    'yardsticks moby-dick': 'measures a megabyte',
    'import-model theirs.safetensors': "reads somebody else's model",
    'train labelled-mail --preset suggested': 'trains for minutes',
    'find-learning-rate moby-dick --hidden 512': 'trains a large model',
    'find-learning-rate mail.txt --hidden 512': 'trains a large model',
    'train mail.txt --hidden 512': 'trains a large model',
    'train tides --preset suggested': 'trains for minutes',
    bench: 'measures this machine',
  };
  const doesBegin = (words: string, begins: string): boolean => `${words} `.startsWith(`${begins} `);
  const isLeftOut = (words: string): boolean => Object.keys(leftOut).some((begins) => doesBegin(words, begins));
  const ours = ['README.md', 'docs/guide.md'].flatMap(ownCommandsOf);
  /** What they read and write. */
  const files = [
    ...['mail.txt', 'song.txt', 'other.txt', 'letter.txt', 'labelled.tsv'],
    ...['run.charloom', 'first.charloom', 'model', 'job', 'copy.db'],
  ];
  const prose = 'He said "You have won a prize". Call me what you like, said she, and went.\n'.repeat(40);
  const labelled = [...'abcdefghijklmnopqrstuvwxyz'].map(
    (n) => `ham\tYou have letter ${n}\nspam\tYou have won prize ${n}\n`,
  );
  const tiny = ['--hidden', '8', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '20'];

  it('that are left out are there', () => {
    expect(Object.keys(leftOut).filter((begins) => !ours.some((words) => doesBegin(words, begins)))).toEqual([]);
  });

  it('do what they say, in their order', async () => {
    const folder = temporaryFolder();
    const library = path.join(folder, 'library.db');
    const place = (word: string): string => (files.includes(word) ? path.join(folder, word) : word);
    const done = async (...words: readonly string[]): Promise<void> => {
      const { code, stderr } = await callCli(library, ...words.map(place));
      expect({ words, code, stderr: code === 0 ? '' : stderr }).toEqual({ words, code: 0, stderr: '' });
    };
    for (const file of files.filter((name) => name.endsWith('.txt'))) writeFileSync(path.join(folder, file), prose);
    writeFileSync(path.join(folder, 'labelled.tsv'), labelled.join(''));
    await done('train', 'mail.txt', ...tiny);
    await done('train', 'song.txt', ...tiny);
    await done('train', 'labelled.tsv', '--task', 'classify', '--name', 'spam-filter', ...tiny);
    for (const words of ours.filter((line) => !isLeftOut(line))) await done(...split(words));
  });
});

/** Into words as a shell does, without what follows a '#' or a ';'. */
function split(line: string): string[] {
  const words = line.replace(/\s+[#;].*$/, '').match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}
