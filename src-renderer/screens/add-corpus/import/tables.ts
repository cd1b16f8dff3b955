// What can be chosen in a table, guessed from how its text begins: the columns of a CSV, the fields of JSON lines. Only
// suggestions: the engine reads the whole of it, and has the last word.

import { separatorOf } from '../../../../src-engine/protocol/tables.ts';

/** The cells of the first line. */
export function csvColumns(text: string): string[] {
  const [line = ''] = text.split('\n', 1);
  return cellsOf(line, separatorOf(line));
}

function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    else if (sign === delimiter && !quoted) cells.push(cell.trim());
    if (sign === delimiter && !quoted) cell = '';
    else if (sign !== '"') cell += sign;
  }
  return [...cells, cell.trim()];
}

/** Dotted paths of the fields that hold text, in the first object that stands there whole; else every name in sight. */
export function jsonFields(text: string): string[] {
  for (const line of text.split('\n')) {
    const value = parsed(line.trim().replace(/,$/, ''));
    if (isObject(value)) return textPaths(value, '');
  }
  const value = parsed(text);
  if (Array.isArray(value) && isObject(value[0])) return textPaths(value[0], '');
  const names = Array.from(text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g), ([, name = '']) => name);
  return [...new Set(names)];
}

function textPaths(object: Readonly<Record<string, unknown>>, prefix: string): string[] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (typeof value === 'string') return [prefix + name];
    return isObject(value) ? textPaths(value, `${prefix}${name}.`) : [];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
