// The Python programs that go out with models are files of the product, and no tool of the house reads Python: here
// they are held to what a linter would say. Where there is a Python, it compiles them too, and tells of names that are
// nowhere.

import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { python } from '../../python.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const scripts = globSync('src-engine/interchange/formats/**/*.py', { cwd: root }).sort();
const maxLineLength = 128;

/**
 * Prints every name that a program reads and nobody defines, wherever: coarse, but a mistyped name is none of the
 * others.
 */
const unknownNames = `
import ast, builtins, sys
tree = ast.parse(sys.stdin.read())
compile(tree, "script", "exec")
nodes = list(ast.walk(tree))
known = set(dir(builtins)) | {"__file__"}
known |= {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
known |= {n.name for n in nodes if isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)) and n.name}
known |= {n.arg for n in nodes if isinstance(n, ast.arg)}
known |= {(n.asname or n.name).split(".")[0] for n in nodes if isinstance(n, ast.alias)}
print("\\n".join(sorted({n.id for n in nodes if isinstance(n, ast.Name)} - known)))
`;

it('there are two', () => {
  expect(scripts.map((file) => path.basename(file))).toEqual(['train.py', 'model.py']);
});

describe.each(scripts)('%s', (file) => {
  const text = readFileSync(path.join(root, file), 'utf8');
  const code = withoutTexts(text);

  it('has no line that is too long, no tabs, no blanks at an end, and one line end at its own', () => {
    const lines = text.split('\n');
    expect(lines.filter((line) => line.length > maxLineLength || /\t|\s$|\r/.test(line))).toEqual([]);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('is indented by fours, and closes every bracket that it opens', () => {
    expect(unbalanced(code)).toBeNull();
    const indents = code.split('\n').map((line) => /^ */.exec(line)?.[0].length ?? 0);
    expect(indents.filter((indent) => indent % 4 !== 0)).toEqual([]);
  });

  it('uses all that it imports, defines and binds', () => {
    const imported = [...code.matchAll(/^(?:from (?!__future__)[\w.]+ )?import (.+)$/gm)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim().split(' ').at(-1)?.split('.')[0] ?? ''),
    );
    const defined = [...code.matchAll(/^(?:def|class) (\w+)/gm)].map(([, name = '']) => name);
    const bound = [...code.matchAll(/^([A-Z_]+) = /gm)].map(([, name = '']) => name);
    expect(imported.length).toBeGreaterThan(3);
    const unused = [...imported, ...defined, ...bound].filter(
      (name) => [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length < 2,
    );
    expect(unused).toEqual([]);
  });

  it.skipIf(python === undefined)('compiles, and knows every name that it reads', () => {
    const { status, stdout, stderr } = spawnSync(python ?? '', ['-c', unknownNames], { input: text, encoding: 'utf8' });
    expect([status, stdout.trim(), stderr]).toEqual([0, '', '']);
  });
});

/** The program with nothing between its quotation marks, but what a formatted string computes, and without comments. */
function withoutTexts(text: string): string {
  return text.replace(
    /([rbf]*)("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|#.*/gi,
    (_all, prefix: string | undefined, string: string | undefined) => {
      if (string === undefined) return '';
      const computed = prefix?.toLowerCase().includes('f') ? (string.match(/\{[^{}]*\}/g) ?? []).join(' ') : '';
      return computed === '' ? '""' : `(${computed.replaceAll(/[{}]/g, ' ')})`;
    },
  );
}

/** What stands where another bracket should. */
function unbalanced(code: string): string | null {
  const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
  const open: string[] = [];
  for (const [bracket] of code.matchAll(/[()[\]{}]/g)) {
    if (bracket in closing) open.push(closing[bracket] ?? '');
    else if (open.pop() !== bracket) return bracket;
  }
  return open.pop() ?? null;
}
