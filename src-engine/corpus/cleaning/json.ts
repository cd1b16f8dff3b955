// One field of JSON lines, or of an array of objects, a line each. A path with dots leads into objects; where it meets
// an array, it goes through all its elements. Records are cut out of the text one by one.

import { CharloomError } from '../../errors.ts';
import { amount, sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import type { Cleaner, LeftOutRecords } from './cleaner.ts';

/** UTF-16 units. */
const maxRecordLength = 50_000_000;

export function jsonCleaner(field: string, title: string, leftOut: LeftOutRecords): Cleaner {
  const path = field.split('.');
  let records = 0;
  let found = 0;
  let names: readonly string[] = [];

  function read(record: string): string {
    records++;
    const value = parse(record);
    if (records === 1) names = namesOf(value);
    const texts = textsAt(value, path);
    found += texts.length;
    if (texts.length === 0) leftOut.withoutField++;
    return texts.map((text) => `${text}\n`).join('');
  }

  function parse(record: string): unknown {
    try {
      return JSON.parse(record) as unknown;
    } catch (error) {
      throw new CharloomError(
        'corpus-cleaning',
        sentence`Record ${records} of ${shortened(title)} is not valid JSON, so its fields cannot be read. Fix the file, or read it as it is.`,
        { cause: error },
      );
    }
  }

  const cutter = new RecordCutter(title, leftOut);
  return {
    push: (piece) => cutter.push(piece).map(read).join(''),
    end() {
      cutter.end();
      if (records === 0) {
        throw new CharloomError(
          'corpus-cleaning',
          sentence`${shortened(title)} holds no JSON objects. Read it without choosing a field.`,
        );
      }
      if (found === 0) {
        const none = sentence`No record of ${shortened(title)} has text in the field "${shortened(field)}".`;
        throw new CharloomError(
          'corpus-cleaning',
          names.length === 0
            ? sentence`${none} The first has no fields.`
            : sentence`${none} The first has ${shortened(names.join(', '))}.`,
        );
      }
      return '';
    },
  };
}

function namesOf(value: unknown): readonly string[] {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
}

/** Strings, numbers and truth values at the end of the path. */
function textsAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => textsAt(element, path));
  const [name, ...rest] = path;
  if (name === undefined) {
    if (typeof value === 'string') return [value.replace(/\r\n?/g, '\n').toWellFormed()];
    return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
  }
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return [];
  return textsAt((value as Record<string, unknown>)[name], rest);
}

/** Finds the objects that stand one after the other, or as elements of one array. */
class RecordCutter {
  readonly #title: string;
  readonly #leftOut: LeftOutRecords;
  #held = '';
  /** Brackets that are open, without that of an outermost array. */
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  /** Something that is no object stands on the line that is being read. */
  #isStray = false;

  constructor(title: string, leftOut: LeftOutRecords) {
    this.#title = title;
    this.#leftOut = leftOut;
  }

  push(piece: string): string[] {
    const records: string[] = [];
    let start = 0; // of the record's part in this piece
    for (let index = 0; index < piece.length; index++) {
      const unit = piece.charCodeAt(index);
      // Outside of objects a quotation mark may stand in anything; no string of JSON goes over a line end.
      if (unit === 0x0a && this.#depth === 0) this.#endStray();
      if (this.#isString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (unit === 0x5c) this.#isEscaped = true;
        else if (unit === 0x22) this.#isString = false;
      } else if (unit === 0x22) {
        this.#isString = true;
        if (this.#depth === 0) this.#isStray = true;
      } else if (unit === 0x7b || (unit === 0x5b && this.#depth > 0)) {
        if (this.#depth === 0) {
          this.#endStray();
          start = index;
        }
        this.#depth++;
      } else if ((unit === 0x7d || unit === 0x5d) && this.#depth > 0) {
        this.#depth--;
        if (this.#depth > 0) continue;
        records.push(this.#held + piece.slice(start, index + 1));
        this.#held = '';
      } else if (this.#depth === 0 && !isBetweenRecords(unit)) {
        this.#isStray = true;
      }
    }
    if (this.#depth > 0) this.#held += piece.slice(start);
    if (this.#held.length > maxRecordLength) {
      throw new CharloomError(
        'corpus-cleaning',
        sentence`${shortened(this.#title)} has a JSON object of more than ${amount(maxRecordLength, 'character')}, too large to take a field out of. Cut it into smaller ones, or read the file as it is.`,
      );
    }
    return records;
  }

  #endStray(): void {
    if (this.#isStray) this.#leftOut.noObjects++;
    this.#isStray = false;
    this.#isString = false;
    this.#isEscaped = false;
  }

  end(): void {
    if (this.#depth === 0) this.#endStray();
    if (this.#depth === 0) return;
    throw new CharloomError(
      'corpus-cleaning',
      sentence`${shortened(this.#title)} has a JSON object that does not end. Fix the file, or read it as it is.`,
    );
  }
}

/** White space, a comma, and the brackets of an outermost array. */
function isBetweenRecords(unit: number): boolean {
  return unit <= 0x20 || unit === 0x2c || unit === 0x5b || unit === 0x5d || unit === 0xfeff;
}
