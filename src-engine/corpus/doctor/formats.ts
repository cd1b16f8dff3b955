// Tells texts that are wrapped in something else: tags, tables, records, times. Looks at the beginning and the end only, and
// wants many signs: prose has a comma here, a brace there.

import type { Trace } from '../../protocol/doctor.ts';

/** What of a text is looked at. */
export interface Sample {
  readonly opening: string;
  readonly ending: string;
}

/** With what a cleaning step needs to be told. */
export type FormatTrace = Trace & { readonly part: string | number | null };

const mostLines = 400;
const fewestRecords = 12;
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
  if (count < fewestRecords || count * 500 < opening.length) return null;
  return trace('html', count, tags[0] ?? entities[0]);
}

/** JSON, a record a line or all in one array; the field with the most text is taken for what is wanted. */
function jsonLines({ opening }: Sample): FormatTrace | null {
  const lines = linesOf(opening);
  const records = lines.filter((line) => /^[[,]?\s*\{.*"[^"]+"\s*:.*\}[\],]*$/.test(line));
  const isArray = /^\s*\[\s*\{\s*"[^"]+"\s*:/.test(opening);
  if (!isArray && (records.length < fewestRecords || records.length < lines.length * 0.9)) return null;
  const sizes = new Map<string, number>();
  for (const [, field = '', value = ''] of opening.matchAll(/"([^"\\]{1,60})"\s*:\s*"((?:[^"\\]|\\.)*)"/g)) {
    sizes.set(field, (sizes.get(field) ?? 0) + value.length);
  }
  const [field] = [...sizes].sort((one, other) => other[1] - one[1])[0] ?? [null];
  if (field === null) return null;
  return { ...trace('jsonl', Math.max(records.length, 1), lines[0]), part: field };
}

/** A table with the same number of cells in every line, and no space behind what separates them; the column with the most text is taken for what is wanted. */
function table({ opening }: Sample): FormatTrace | null {
  const lines = [...new Set(linesOf(opening))];
  if (lines.length < fewestRecords) return null;
  for (const separator of ['\t', ',', ';']) {
    const rows = lines.map((line) => cellsOf(line, separator));
    const columns = rows[0]?.length ?? 0;
    if (columns < 2 || rows.filter((row) => row.length === columns).length < rows.length * 0.95) continue;
    const cells = rows.flatMap((row) => row.slice(1));
    if (cells.filter((cell) => cell.startsWith(' ')).length > cells.length / 2) continue;
    const sizes = Array.from({ length: columns }, (_, column) =>
      rows.reduce((sum, row) => sum + (row[column]?.length ?? 0), 0),
    );
    return { ...trace('csv', rows.length, lines[0]), part: sizes.indexOf(Math.max(...sizes)) + 1 };
  }
  return null;
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
    .slice(0, mostLines);
}

function trace(kind: Trace['kind'], count: number, example = ''): FormatTrace {
  return { kind, count, example: example.slice(0, exampleLength), part: null };
}
