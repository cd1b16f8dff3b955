// One field of JSON lines, or of an array of objects, a line each. A path with dots leads into objects; where it meets
// an array, it goes through all its elements. Records are cut out of the text one by one.

import { counted } from '../../counting.ts';
import { CharloomError } from '../../errors.ts';
import type { Cleaner } from './cleaner.ts';

/** UTF-16 units. */
const longestRecord = 50_000_000;

/** Names of fields that a message lists. */
const mostNamed = 12;

export function jsonCleaner(field: string, title: string): Cleaner {
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
    return texts.map((text) => `${text}\n`).join('');
  }

  function parse(record: string): unknown {
    try {
      return JSON.parse(record) as unknown;
    } catch (error) {
      throw new CharloomError(
        'corpus-cleaning',
        `Record ${records} of ${title} is not valid JSON, so its fields cannot be read. Mend the file, or read it as it is.`,
        { cause: error },
      );
    }
  }

  const cutter = new RecordCutter(title);
  return {
    push: (piece) => cutter.push(piece).map(read).join(''),
    end() {
      cutter.end();
      if (records === 0) {
        throw new CharloomError('corpus-cleaning', `${title} holds no JSON objects. Read it without choosing a field.`);
      }
      if (found === 0) {
        const known = names.slice(0, mostNamed).map((name) => `"${name}"`);
        throw new CharloomError(
          'corpus-cleaning',
          `No record of ${title} has text in the field "${field}". The first has ${known.join(', ') || 'no fields'}.`,
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
  #held = '';
  /** Brackets that are open, without that of an outermost array. */
  #depth = 0;
  #isString = false;
  #isEscaped = false;

  constructor(title: string) {
    this.#title = title;
  }

  push(piece: string): string[] {
    const records: string[] = [];
    let start = 0; // of the record's part in this piece
    for (let index = 0; index < piece.length; index++) {
      const unit = piece.charCodeAt(index);
      if (this.#isString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (unit === 0x5c) this.#isEscaped = true;
        else if (unit === 0x22) this.#isString = false;
      } else if (unit === 0x22) {
        this.#isString = true;
      } else if (unit === 0x7b || (unit === 0x5b && this.#depth > 0)) {
        if (this.#depth === 0) start = index;
        this.#depth++;
      } else if ((unit === 0x7d || unit === 0x5d) && this.#depth > 0) {
        this.#depth--;
        if (this.#depth > 0) continue;
        records.push(this.#held + piece.slice(start, index + 1));
        this.#held = '';
      }
    }
    if (this.#depth > 0) this.#held += piece.slice(start);
    if (this.#held.length > longestRecord) {
      throw new CharloomError(
        'corpus-cleaning',
        `${this.#title} has a JSON object of more than ${counted(longestRecord, 'character')}, too large to take a field out of. Cut it into smaller ones, or read the file as it is.`,
      );
    }
    return records;
  }

  end(): void {
    if (this.#depth === 0) return;
    throw new CharloomError(
      'corpus-cleaning',
      `${this.#title} has a JSON object that does not end. Mend the file, or read it as it is.`,
    );
  }
}
