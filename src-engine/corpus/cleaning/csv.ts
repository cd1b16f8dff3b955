// One column of a CSV file (RFC 4180), a line each. What separates the fields — comma, semicolon or tab — is told by
// the first line, and nothing does where that has one field. Fields are written as they come, so that a field may be of
// any length.

import { CharloomError } from '../../errors.ts';
import { cellsIn, separatorOf } from '../../protocol/tables.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import type { Cleaner, LeftOutRecords } from './cleaner.ts';

/** UTF-16 units in which the first line must end. */
const maxHeaderLength = 2 ** 20;

/** @param column a name in the first line, or a number from 1: then the first line is data too */
export function csvCleaner(column: string | number, title: string, leftOut: LeftOutRecords): Cleaner {
  let header: string | null = ''; // null once it is read
  let fields: FieldReader | null = null;

  function open(line: string, rest: string): string {
    header = null;
    const told = separatorOf(line);
    const isAlone = line.trim() !== '' && cellsIn(line, told) === 1;
    const names = typeof column === 'number' ? [] : namesIn(line, told);
    const index = typeof column === 'number' ? column - 1 : names.indexOf(column);
    // Of a first line with one field nothing says what separates: a comma below it may be a decimal mark.
    const separator = isAlone && index === 0 ? '\n' : told;
    if (typeof column === 'number') {
      fields = new FieldReader({ separator, index, isAlone, leftOut });
      return fields.push(line + rest);
    }
    if (index < 0) {
      throw new CharloomError(
        'corpus-cleaning',
        sentence`${shortened(title)} has no column "${shortened(column)}". Its first line names ${shortened(names.join(', '))}.`,
      );
    }
    fields = new FieldReader({ separator, index, isAlone, leftOut });
    return fields.push(rest);
  }

  return {
    push(piece) {
      if (header === null) return fields?.push(piece) ?? '';
      header += piece;
      const end = endOfRecord(header);
      if (end < 0 && header.length <= maxHeaderLength) return '';
      return open(header.slice(0, end < 0 ? header.length : end), end < 0 ? '' : header.slice(end));
    },
    end() {
      const opened = header === null || header === '' ? '' : open(header, '');
      const last = fields?.end() ?? '';
      if (typeof column === 'number' && fields?.records === 0) {
        throw new CharloomError(
          'corpus-cleaning',
          sentence`No line of ${shortened(title)} has a column ${column}. Choose another one.`,
        );
      }
      return opened + last;
    },
  };
}

/** The position after the first line end that is not inside quotes; -1: there is none. */
function endOfRecord(text: string): number {
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const unit = text[index];
    if (unit === '"') isQuoted = !isQuoted;
    else if (unit === '\n' && !isQuoted) return index + 1;
  }
  return -1;
}

function namesIn(line: string, separator: string): string[] {
  const names: string[] = [];
  for (let index = 0; ; index++) {
    const leftOut = { withoutField: 0, noObjects: 0 };
    const field = new FieldReader({ separator, index, isAlone: false, leftOut });
    const text = field.push(line) + field.end();
    if (field.records === 0) return names;
    names.push(text.replace(/\n$/, '').trim());
  }
}

interface FieldPlace {
  readonly separator: string;
  /** From 0. */
  readonly index: number;
  /** Records have no other field. */
  readonly isAlone: boolean;
  readonly leftOut: LeftOutRecords;
}

/**
 * Reads one field of every record; records without it are counted and passed over. A blank line is no record, but where
 * there is one column it is one with nothing in its field.
 */
class FieldReader {
  /** Records in which the field was found. */
  records = 0;
  readonly #separator: string;
  readonly #index: number;
  readonly #isAlone: boolean;
  readonly #leftOut: LeftOutRecords;
  #field = 0;
  #isQuoted = false;
  /** The last unit was a quote inside a quoted field: its end, or half of a doubled one. */
  #isLeaving = false;
  #isFieldStart = true;
  #isRecordStart = true;

  constructor({ separator, index, isAlone, leftOut }: FieldPlace) {
    this.#separator = separator;
    this.#index = index;
    this.#isAlone = isAlone;
    this.#leftOut = leftOut;
  }

  push(text: string): string {
    const parts: string[] = [];
    let start = 0; // of what is to be kept and not yet written
    const keep = (end: number): void => {
      if (this.#field === this.#index && end > start) parts.push(text.slice(start, end));
    };
    for (let index = 0; index < text.length; index++) {
      const unit = text[index];
      if (this.#isQuoted) {
        if (unit !== '"') continue;
        keep(index);
        start = index + 1;
        this.#isQuoted = false;
        this.#isLeaving = true;
        continue;
      }
      if (unit === '"' && (this.#isFieldStart || this.#isLeaving)) {
        // The second of two quotes is one; the first of a field opens it.
        start = this.#isLeaving ? index : index + 1;
        this.#isQuoted = true;
      } else if (unit === this.#separator || unit === '\n') {
        keep(index);
        start = index + 1;
        this.#endField(unit === '\n', parts);
        continue;
      }
      this.#isLeaving = false;
      this.#isFieldStart = false;
      this.#isRecordStart = false;
    }
    keep(text.length);
    return parts.join('');
  }

  end(): string {
    const parts: string[] = [];
    if (!this.#isRecordStart) this.#endField(true, parts);
    return parts.join('');
  }

  #endField(isRecordEnd: boolean, parts: string[]): void {
    const isBlank = isRecordEnd && this.#isRecordStart && !this.#isAlone;
    if (this.#field === this.#index && !isBlank) {
      parts.push('\n');
      this.records++;
    } else if (isRecordEnd && this.#field < this.#index && !isBlank) {
      this.#leftOut.withoutField++;
    }
    this.#field = isRecordEnd ? 0 : this.#field + 1;
    this.#isFieldStart = true;
    this.#isLeaving = false;
    this.#isRecordStart = isRecordEnd;
  }
}
