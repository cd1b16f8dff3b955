// A run's whole loss curve as a file that spreadsheets (CSV, RFC 4180) or programs (JSON) read. Losses in nats a
// character, or of a run that tells labels apart in nats an answer; what is no number is left empty, or null.

import { readFileSync, statSync } from 'node:fs';
import * as v from 'valibot';
import type { Validation as StoredValidation } from '../library/validations.ts';
import type { CurveFormat, Task } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { ExportKind } from '../files/replacing.ts';

type Validation = Omit<StoredValidation, 'accuracy'>;

interface Series {
  /** Ascending. */
  readonly steps: Float64Array;
  readonly losses: Float32Array;
}

const headRow = 'step,training loss,validation loss\r\n';
const row = /^(\d+),([^,]*),([^,]*)$/;
const units = { generate: 'nats a character', classify: 'nats an answer' } as const satisfies Record<Task, string>;

/** How an earlier curve is known: what is read from it is written again as it is, to the last byte. */
export const curveKinds: Readonly<Record<CurveFormat, ExportKind>> = {
  csv: { what: sentence`a loss curve as CSV`, isEarlier: (file) => isShort(file) && isCsv(readFileSync(file, 'utf8')) },
  json: {
    what: sentence`a loss curve as JSON`,
    isEarlier: (file) => isShort(file) && isJson(readFileSync(file, 'utf8')),
  },
};

/** Bytes: a curve of two million points. Longer ones are not looked through, so somebody has to be asked. */
const maxSearchedLength = 64e6;

/** Rows that are put together at a time. */
const rowsAtOnce = 10_000;

export function curveFile(
  format: CurveFormat,
  { name, task }: { readonly name: string; readonly task: Task },
  curve: Series,
  validations: readonly Validation[],
): Iterable<Uint8Array> {
  switch (format) {
    case 'csv':
      return csv(curve, validations);
    case 'json':
      return json(name, units[task], curve, validations);
  }
}

function* csv({ steps, losses }: Series, validations: readonly Validation[]): Generator<Uint8Array> {
  const validated = new Map(validations.map(({ step, loss }) => [step, loss]));
  const training = new Map(Array.from(steps, (step, index) => [step, losses[index]]));
  const all = Float64Array.from(new Set([...steps, ...validated.keys()])).sort();
  yield Buffer.from(headRow);
  for (let start = 0; start < all.length; start += rowsAtOnce) {
    const lines = Array.from(
      all.subarray(start, start + rowsAtOnce),
      (step) => `${step},${shown(training.get(step))},${shown(validated.get(step))}\r\n`,
    );
    yield Buffer.from(lines.join(''));
  }
}

function* json(
  name: string,
  unit: string,
  { steps, losses }: Series,
  validations: readonly Validation[],
): Generator<Uint8Array> {
  yield Buffer.from(`{\n"run": ${JSON.stringify(name)},\n"unit": ${JSON.stringify(unit)},\n"training": [`);
  for (let start = 0; start < steps.length; start += rowsAtOnce) {
    const points = Array.from(steps.subarray(start, start + rowsAtOnce), (step, index) =>
      JSON.stringify({ step, loss: rounded(losses[start + index]) }),
    );
    yield Buffer.from(`${start > 0 ? ',' : ''}\n${points.join(',\n')}`);
  }
  const validated = validations.map(({ step, loss, characters }) => JSON.stringify({ step, loss, characters }));
  yield Buffer.from(`\n],\n"validation": [\n${validated.join(',\n')}\n]\n}\n`);
}

function shown(loss: number | null | undefined): string {
  return loss !== null && loss !== undefined && Number.isFinite(loss) ? String(rounded(loss)) : '';
}

/** A float32 has about seven digits that mean something; null where it is no number, as in JSON. */
function rounded(loss: number): number | null {
  return Number.isFinite(loss) ? Number(loss.toPrecision(8)) : null;
}

function isShort(file: string): boolean {
  return statSync(file).size <= maxSearchedLength;
}

function isCsv(text: string): boolean {
  if (!text.startsWith(headRow)) return false;
  const rows = text
    .slice(headRow.length)
    .split('\r\n')
    .map((line) => row.exec(line));
  const points = rows.flatMap((cells) => (cells ? [{ step: Number(cells[1]), cells }] : []));
  const validations = points.map(({ step, cells }) => ({ step, loss: numberIn(cells[3]), characters: 0 }));
  return isSame(
    text,
    csv(seriesOf(points.map(({ step, cells }) => ({ step, loss: numberIn(cells[2]) }))), validations),
  );
}

function numberIn(cell: string | undefined): number | null {
  return cell ? Number(cell) : null;
}

const curveSchema = v.strictObject({
  run: v.string(),
  unit: v.picklist(Object.values(units)),
  training: v.array(v.strictObject({ step: v.number(), loss: v.nullable(v.number()) })),
  validation: v.array(v.strictObject({ step: v.number(), loss: v.nullable(v.number()), characters: v.number() })),
});

function isJson(text: string): boolean {
  try {
    const result = v.safeParse(curveSchema, JSON.parse(text));
    if (!result.success) return false;
    const { run, unit, training, validation } = result.output;
    return isSame(text, json(run, unit, seriesOf(training), validation));
  } catch {
    return false;
  }
}

function seriesOf(points: readonly { readonly step: number; readonly loss: number | null }[]): Series {
  return {
    steps: Float64Array.from(points, ({ step }) => step),
    losses: Float32Array.from(points, ({ loss }) => loss ?? NaN),
  };
}

function isSame(text: string, pieces: Iterable<Uint8Array>): boolean {
  return Buffer.concat([...pieces]).equals(Buffer.from(text));
}
