// What the command line prints, and what a terminal must never be given.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { calledOn, createOutput, table } from '../../src-engine/cli/output.ts';

const attack = 'Ro\u001b[2Jses\u009b31m\u202e';
const shown = 'Ro\\u001b[2Jses\\u009b31m\\u202e';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What goes out of stdout and stderr while `act` runs. */
function written(isTerminal: boolean, act: () => void): string {
  let text = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((piece) => {
      text += String(piece);
      return true;
    });
  }
  const before = process.stdout.isTTY;
  process.stdout.isTTY = isTerminal;
  act();
  process.stdout.isTTY = before;
  return text;
}

describe.each([true, false])('where stdout is a terminal: %s', (isTerminal) => {
  const { print, say } = createOutput(false);

  it('sentences show what a terminal would obey, and keep lines, tabs and what is bold', () => {
    for (const tell of [print, say]) {
      expect(written(isTerminal, () => tell(`\u001b[1mRun\u001b[22m\n\t"${attack}"`))).toBe(
        `\u001b[1mRun\u001b[22m\n\t"${shown}"\n`,
      );
    }
  });

  it('--json is the same JSON, in characters that can be seen', () => {
    const line = written(isTerminal, () => createOutput(true).line({ name: `${attack}\n😀` }));
    expect(line).toBe(`{"name":"${shown}\\n😀"}\n`);
    expect(JSON.parse(line)).toEqual({ name: `${attack}\n😀` });
  });
});

describe('what a model has written', () => {
  const text = `${attack}\r\n\tשלום\u200f`;

  it('goes into a pipe as it is', () => {
    expect(written(false, () => createOutput(false).stream(text))).toBe(text);
  });

  it('gives a terminal no orders', () => {
    expect(written(true, () => createOutput(false).stream(text))).toBe(
      'Ro\\u001b[2Jses\\u009b31m\u202e\\r\n\tשלום\u200f',
    );
  });
});

it('a cell of a table is one line', () => {
  const lines = table(['id', 'name'], [['1', `a\n2  ${attack}`]]).split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toBe(` 1  a\\n2  ${shown}`);
});

it('a table stands straight in a terminal, whatever the script of its cells', () => {
  const names = ['verse', '唐詩', 'e\u0301t\u00e9', '한글', 'กำลัง', '🫠🇩🇪👨‍👩‍👧', '❤️'];
  const widths = [5, 4, 3, 4, 4, 6, 2];
  const [, ...rows] = table(
    ['name', 'symbols'],
    names.map((name) => [name, '12']),
  ).split('\n');
  // Behind the widest name, 6 columns, and two spaces stand numbers to the right of their column of 7.
  expect(rows).toEqual(names.map((name, at) => `${name}${' '.repeat(6 - (widths[at] ?? 0) + 2 + 5)}12`));
});

it('a hint names the library that was named, as a shell takes it for one word', () => {
  expect(calledOn(undefined)).toBe('charloom');
  expect(calledOn('../my/Übung-2.db')).toBe('charloom --library ../my/Übung-2.db');
  const [spaced, quoted] = [calledOn('my own.db'), calledOn("Ann's $1.db")];
  expect(spaced).toMatch(/ --library ['"]my own\.db['"]$/);
  if (process.platform !== 'win32') expect(quoted).toBe(String.raw`charloom --library 'Ann'\''s $1.db'`);
});
