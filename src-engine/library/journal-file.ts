// Reads SQLite's two kinds of journal as plain files, changing nothing: which commits lie in a write-ahead log
// ("FILE-wal"), and which pages a rollback journal ("FILE-journal") would put back. Layouts:
// https://sqlite.org/fileformat2.html, sections 3 and 4.

import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { magic, markBytes } from './commit-marks.ts';
import { frameHeaderBytes, logHeaderBytes, pageSizeAt } from '../files/layout.ts';

/** The last bit says in which order of bytes the sums are taken. */
const logMagic = 0x377f_0682;

const rollbackMagic = Buffer.from('d9d505f920a163d7', 'hex');

const endianness = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 'little' : 'big';

export interface JournalMarks {
  /** Hexadecimal. */
  readonly mark: string;
  readonly previous: string;
}

export interface Commit {
  readonly pageSize: number;
  /** The page with the marks, as the commit leaves it; null if it is not in it. */
  readonly marks: (JournalMarks & { readonly page: number }) | null;
}

/** The commits of a write-ahead log in their order, up to where SQLite itself would stop reading. */
export function* readCommits(log: string): Generator<Commit, void> {
  if (!statSync(log, { throwIfNoEntry: false })?.isFile()) return;
  const handle = openSync(log, 'r');
  try {
    const header = Buffer.alloc(logHeaderBytes);
    if (readSync(handle, header, 0, logHeaderBytes, 0) < logHeaderBytes) return;
    const order = orderOf(header);
    const pageSize = header.readUInt32BE(pageSizeAt);
    if (order === null || !isPageSize(pageSize)) return;
    const sum = checksum([0, 0], header.subarray(0, 24), order);
    if (!isSum(header, 24, sum)) return;
    yield* readFrames(handle, header.subarray(16, 24), { pageSize, order, sum });
  } finally {
    closeSync(handle);
  }
}

function* readFrames(
  handle: number,
  salts: Buffer,
  start: { readonly pageSize: number; readonly order: 'little' | 'big'; readonly sum: Sum },
): Generator<Commit, void> {
  const { pageSize, order } = start;
  const frame = Buffer.from(new ArrayBuffer(frameHeaderBytes + pageSize));
  const page = frame.subarray(frameHeaderBytes);
  let { sum } = start;
  let marks: Commit['marks'] = null;
  for (
    let offset = logHeaderBytes;
    readSync(handle, frame, 0, frame.length, offset) === frame.length;
    offset += frame.length
  ) {
    const number = frame.readUInt32BE(0);
    if (number === 0 || !frame.subarray(8, 16).equals(salts)) return;
    sum = checksum(checksum(sum, frame.subarray(0, 8), order), page, order);
    if (!isSum(frame, 16, sum)) return;
    const found = marksOn(page);
    if (found) marks = { ...found, page: number };
    // Of the pages of a transaction the last one says how long the file is then.
    if (frame.readUInt32BE(4) === 0) continue;
    yield { pageSize, marks };
    marks = null;
  }
}

/** What a page of the library's own file says; null if it is not the one with the marks. */
export function marksInFile(file: string, page: number, pageSize: number): JournalMarks | null {
  const bytes = Buffer.alloc(pageSize);
  return readAt(file, bytes, (page - 1) * pageSize) === pageSize ? marksOn(bytes) : null;
}

/** A page of a table with one row, which has the marks in it. */
function marksOn(page: Buffer): JournalMarks | null {
  const isLeafOfOneRow = page[0] === 0x0d && page.readUInt16BE(3) === 1;
  const offset = isLeafOfOneRow ? page.indexOf(magic) + magic.length : 0;
  if (offset < magic.length || offset + 2 * markBytes > page.length) return null;
  return {
    mark: page.toString('hex', offset, offset + markBytes),
    previous: page.toString('hex', offset + markBytes, offset + 2 * markBytes),
  };
}

/**
 * Whether SQLite would act on a rollback journal, and it is not the library's own. The only transaction that is ever
 * made without a write-ahead log turns one on, and changes some numbers on the first page.
 */
export function isForeignRollback(file: string): boolean {
  const journal = `${file}-journal`;
  const size = statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return false;
  const header = Buffer.alloc(28);
  readAt(journal, header, 0);
  if (header[0] === 0) return false; // one that is done with
  const pageSize = pageSizeOf(file);
  if (!header.subarray(0, 8).equals(rollbackMagic) || header.readUInt32BE(24) !== pageSize) return true;
  const sector = header.readUInt32BE(20);
  const record = Buffer.alloc(4 + pageSize);
  if (size < sector + record.length) return false; // nothing whole to put back
  if (size >= sector + 2 * (record.length + 4)) return true;
  readAt(journal, record, sector);
  const first = Buffer.alloc(pageSize);
  readAt(file, first, 0);
  return record.readUInt32BE(0) !== 1 || !isSameBut(first, record.subarray(4));
}

/** Bytes of the first page that turning the write-ahead log on changes: versions of the format, and counters. */
function isSameBut(one: Buffer, other: Buffer): boolean {
  const [first, second] = [one, other].map((page) => {
    const copy = Buffer.from(page);
    copy.fill(0, 18, 20).fill(0, 24, 28).fill(0, 92, 100);
    return copy;
  });
  return first !== undefined && second !== undefined && first.equals(second);
}

/** As the library's file says. */
export function pageSizeOf(file: string): number {
  const header = Buffer.alloc(100);
  readAt(file, header, 0);
  const size = header.readUInt16BE(16);
  return size === 1 ? 65_536 : size;
}

/** The library's version as its file says, whatever its journal says. */
export function versionInFile(file: string): number {
  const header = Buffer.alloc(100);
  readAt(file, header, 0);
  return header.readUInt32BE(60);
}

/** @returns the bytes that were read */
function readAt(file: string, bytes: Buffer, offset: number): number {
  const handle = openSync(file, 'r');
  try {
    return readSync(handle, bytes, 0, bytes.length, offset);
  } finally {
    closeSync(handle);
  }
}

function isPageSize(size: number): boolean {
  return size >= 512 && size <= 65_536 && (size & (size - 1)) === 0;
}

function orderOf(header: Buffer): 'little' | 'big' | null {
  const found = header.readUInt32BE(0);
  if (found === logMagic) return 'little';
  return found === logMagic + 1 ? 'big' : null;
}

type Sum = readonly [number, number];

/**
 * SQLite's running sum over pairs of words. `bytes` begins at a multiple of four in its memory, and is of a multiple of
 * eight.
 */
function checksum([first, second]: Sum, bytes: Buffer, order: 'little' | 'big'): Sum {
  const own = order === endianness ? bytes : Buffer.from(new Uint8Array(bytes)).swap32();
  const isAligned = own.byteOffset % 4 === 0;
  const aligned = isAligned ? own : new Uint8Array(own);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
  for (let index = 0; index < words.length; index += 2) {
    first = (first + words[index] + second) | 0;
    second = (second + words[index + 1] + first) | 0;
  }
  return [first, second];
}

function isSum(bytes: Buffer, offset: number, [first, second]: Sum): boolean {
  return bytes.readInt32BE(offset) === first && bytes.readInt32BE(offset + 4) === second;
}
