// Tells texts that are wrapped in something else: tags, tables, records, times. Looks at the beginning and the end
// only, and wants many signs: prose has a comma here, a brace there.

import type { Trace } from '../../protocol/doctor.ts';
import { separatorOf } from '../../protocol/tables.ts';

/** What of a text is looked at. */
export interface Sample {
  readonly opening: string;
  readonly ending: string;
}

/** With what a cleaning step needs to be told. */
export type FormatTrace = Trace & {
  readonly part: string | number | null;
  /** Of a table whose columns hold no words: `part` is a column of numbers. */
  readonly isNumbers?: true;
};

const maxLines = 400;
const minRecords = 12;
const exampleLength = 60;

export function findFormats(sample: Sample): readonly FormatTrace[] {
  return [gutenberg(sample), html(sample), jsonLines(sample), table(sample), subtitles(sample)].filter(
    (trace) => trace !== null,
  );
}

function gutenberg({ opening, ending }: Sample): FormatTrace | null {
  const marks = `${opening}\n${ending}`.match(/^\*\*\* ?(START|END) OF (THE|THIS) PROJECT GUTENBERG EBOOK.*$/gim) ?? [];
  return marks.length === 0 ? null : trace('gutenberg', marks.length, marks[0]);
}

const tag =
  /<\/?(?:html|head|body|div|span|p|br|a|b|i|em|strong|ul|ol|li|table|tr|td|th|h[1-6]|img|script|style|font)(?:\s[^<>]{0,300})?\/?>/gi;

function html({ opening }: Sample): FormatTrace | null {
  const tags = opening.match(tag) ?? [];
  const entities = opening.match(/&(?:amp|lt|gt|nbsp|quot|mdash|#\d{2,5}|#x[\da-f]{2,5});/gi) ?? [];
  const count = tags.length + entities.length;
  if (count < minRecords || count * 500 < opening.length) return null;
  return trace('html', count, tags[0] ?? entities[0]);
}

/** JSON, a record a line or all in one array; the field with the most text is taken for what is wanted. */
function jsonLines({ opening }: Sample): FormatTrace | null {
  const isArray = /^\s*\[\s*\{/.test(opening);
  if (!isArray && !/^\s*\{/.test(opening)) return null;
  const objects = objectsIn(opening);
  const records = objects.map(parse).filter((record) => record !== null);
  if (records.length < (isArray ? 1 : minRecords) || records.length < objects.length) return null;
  const sizes = new Map<string, number>();
  addSizes(records, '', sizes);
  const [field] = [...sizes].sort((one, other) => other[1] - one[1])[0] ?? [];
  return field === undefined ? null : { ...trace('jsonl', records.length, objects[0]), part: field };
}

/** The first objects of a text that has nothing but objects and what stands between them. */
function objectsIn(text: string): readonly string[] {
  const objects: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: sign, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (sign === '{' && depth++ === 0) start = index;
    if (sign !== '}' || depth === 0) continue;
    depth--;
    if (depth === 0) objects.push(text.slice(start, index + 1));
    if (objects.length === maxLines) break;
  }
  return objects;
}

function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    // Braces of something else.
    return null;
  }
}

/** Adds up the text of every field, named by the path to it; the elements of a list have its name. */
function addSizes(value: unknown, path: string, sizes: Map<string, number>): void {
  if (typeof value === 'string') sizes.set(path, (sizes.get(path) ?? 0) + value.length);
  else if (Array.isArray(value)) for (const element of value as unknown[]) addSizes(element, path, sizes);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) addSizes(part, path === '' ? key : `${path}.${key}`, sizes);
  }
}

/**
 * A table with the same number of cells in every line, and no space behind what separates them; the column with the
 * most text is taken for what is wanted, or the first of numbers where no column has words.
 */
function table({ opening }: Sample): FormatTrace | null {
  const lines = [...new Set(linesOf(opening))];
  if (lines.length < minRecords) return null;
  const separator = separatorOf(lines[0]);
  const rows = lines.map((line) => cellsOf(line, separator));
  const columns = rows[0].length;
  if (columns < 2 || rows.filter((row) => row.length === columns).length < rows.length * 0.95) return null;
  const cells = rows.flatMap((row) => row.slice(1));
  if (cells.filter((cell) => cell.startsWith(' ')).length > cells.length / 2) return null;
  const found = trace('csv', rows.length, lines[0]);
  const byColumn = Array.from({ length: columns }, (_, column) => rows.map((row) => row[column] ?? ''));
  const numbers = numberColumn(byColumn);
  if (numbers !== null) return { ...found, part: numbers, isNumbers: true };
  const sizes = byColumn.map((column) => column.reduce((sum, cell) => sum + cell.length, 0));
  return { ...found, part: sizes.indexOf(Math.max(...sizes)) + 1 };
}

const number = /^[+\-−]?(?:\d[\d.,'’]*|[.,]\d+)(?:e[+-]?\d+)?$/i;

/** From 1, of a table without a column of words; what only counts the lines is no column to learn. */
function numberColumn(table: readonly (readonly string[])[]): number | null {
  const columns = table.map((column) => column.slice(1).map((cell) => cell.replace(/^"(.*)"$/s, '$1').trim()));
  if (columns.some((cells) => isMostly(cells, (cell) => /\p{L}{2}/u.test(cell)))) return null;
  const index = columns.findIndex((cells) => isMostly(cells, (cell) => number.test(cell)) && !counts(cells));
  return index < 0 ? null : index + 1;
}

/** Of those that are not empty. */
function isMostly(cells: readonly string[], holds: (cell: string) => boolean): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return filled.filter(holds).length > filled.length * 0.5;
}

/** 1, 2, 3 … */
function counts(cells: readonly string[]): boolean {
  return cells.slice(1).every((cell, index) => Number(cell) === Number(cells[index]) + 1);
}

function cellsOf(line: string, separator: string): readonly string[] {
  const quoted = new RegExp(`"(?:[^"]|"")*"|[^${separator}"]+|${separator}`, 'g');
  const cells = [''];
  for (const [piece] of line.matchAll(quoted)) {
    if (piece === separator) cells.push('');
    else cells[cells.length - 1] += piece;
  }
  return cells;
}

function subtitles({ opening }: Sample): FormatTrace | null {
  const times = opening.match(/^\d{1,2}:\d{2}:\d{2}[,.]\d{3} --> \d{1,2}:\d{2}:\d{2}[,.]\d{3}/gm) ?? [];
  return times.length < 3 ? null : trace('subtitles', times.length, times[0]);
}

/** Lines that are not blank; the last one may be cut off and is left out. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, maxLines);
}

function trace(kind: Trace['kind'], count: number, example = ''): FormatTrace {
  return { kind, count, example: example.slice(0, exampleLength), part: null };
}
