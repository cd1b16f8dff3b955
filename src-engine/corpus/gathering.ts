// From what the user has chosen to the parts of a text: each file is inspected, what is no text is left out and named,
// and the source as a whole gets a hash.

import { createHash } from 'node:crypto';
import { memoryOf } from '../counting.ts';
import { shortened, shortenedPath } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import type { Preparation, PreviewedFile } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { inOrder } from './cleaning/memory.ts';
import type { DecodingMode } from './decoding.ts';
import { encodings, findEncoding } from './encoding-list.ts';
import type { Encoding } from './encoding-list.ts';
import { findFiles, maxTextBytes, openTextFile } from './files.ts';
import type { ByteSource, FoundFile } from './files.ts';
import { inspect } from './inspection.ts';
import type { Finding } from './inspection.ts';
import { unreadableAs } from './reading.ts';
import type { SourcePart } from './reading.ts';

/** What is to be read, as the host names it. */
export type OpenedSource =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'text'; readonly title: string; readonly text: string };

export interface Gathered {
  readonly parts: readonly SourcePart[];
  readonly files: readonly PreviewedFile[];
  /** Of the parts; of a text, its UTF-16 units. */
  readonly size: number;
  /** SHA-256 over the source's bytes and the preparation; empty where not all was looked at. */
  readonly recipe: string;
  /** What the parts are read as, each encoding once. */
  readonly encoding: string;
}

export interface GatheringOptions {
  /**
   * 'strict' to read what is certain, and to refuse the rest; 'look' to show something, with guesses where they are
   * needed.
   */
  readonly mode: 'strict' | 'look';
  /** Every file to its end; else only its beginning. */
  readonly isWhole: boolean;
  readonly signal?: AbortSignal;
  readonly onRead?: (bytes: number) => void;
  /** Told how many bytes there are to inspect. */
  readonly onFound?: (bytes: number) => void;
}

/** Bytes that a look at the beginning takes: of the first files more than of the many that may follow. */
const longLook = 2 ** 20;
const shortLook = 2 ** 14;
const longLooks = 4;

/** @throws CharloomError for what was chosen itself and cannot be read */
export async function gather(
  source: OpenedSource,
  preparation: Preparation,
  options: GatheringOptions,
): Promise<Gathered> {
  if (source.kind === 'text') return gatherText(source, preparation);
  const chosen = encodingOf(preparation);
  const found = await findFiles(source.paths);
  const opened = await openAll(found, options);
  const size = opened.reduce((sum, file) => sum + (file.source?.bytes ?? 0), 0);
  checkSize(size);
  options.onFound?.(size);

  const hash = createHash('sha256');
  const parts: SourcePart[] = [];
  const files: PreviewedFile[] = [];
  let seen = 0;
  for (const [index, file] of opened.entries()) {
    if (file.source === null) {
      files.push(leftOut(file.found.title, 0, file.problem));
      continue;
    }
    const finding = await inspect(file.source, {
      limit: options.isWhole ? Infinity : index < longLooks ? longLook : shortLook,
      ...(options.signal ? { signal: options.signal } : {}),
      onPiece(piece) {
        options.onRead?.(piece.length);
        hash.update(piece);
        seen += piece.length;
      },
    });
    hash.update(`\0${file.source.bytes}\0`);
    const { part, report } = judge(file.source, finding, chosen, {
      isStrict: options.mode === 'strict',
      isError: isErrorIn(file.found, found, options),
    });
    files.push(report);
    if (part) parts.push(part);
  }
  if (parts.length === 0) throw nothingLeft(found);
  return {
    parts,
    files,
    size: parts.reduce((sum, part) => sum + (part.kind === 'file' ? part.source.bytes : 0), 0),
    recipe: seen >= size ? recipeOf(hash.digest('hex'), preparation) : '',
    encoding: namesOf(parts),
  };
}

function gatherText(
  { title, text }: { readonly title: string; readonly text: string },
  preparation: Preparation,
): Gathered {
  checkSize(text.length);
  return {
    parts: [{ kind: 'text', title, text }],
    files: [],
    size: text.length,
    recipe: recipeOf(createHash('sha256').update(text, 'utf8').digest('hex'), preparation),
    encoding: 'UTF-8',
  };
}

type Opened =
  | { readonly found: FoundFile; readonly source: ByteSource }
  | { readonly found: FoundFile; readonly source: null; readonly problem: Sentence };

/** Whether it is an error that a file is no text, and it is not just left out. */
function isErrorIn(file: FoundFile, found: readonly FoundFile[], { mode }: GatheringOptions): boolean {
  return file.isChosen && (mode === 'strict' || found.length === 1);
}

async function openAll(found: readonly FoundFile[], options: GatheringOptions): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  for (const file of found) {
    options.signal?.throwIfAborted();
    try {
      opened.push({ found: file, source: await openTextFile(file.path, file.title) });
    } catch (error) {
      if (isErrorIn(file, found, options) || !(error instanceof CharloomError)) throw error;
      opened.push({ found: file, source: null, problem: error.sentence });
    }
  }
  return opened;
}

function judge(
  source: ByteSource,
  finding: Finding,
  chosen: Encoding | null,
  { isStrict, isError }: { readonly isStrict: boolean; readonly isError: boolean },
): { readonly part: SourcePart | null; readonly report: PreviewedFile } {
  const { title, bytes } = source;
  const take = (encoding: Encoding, mode: DecodingMode, certain: boolean, problem: Sentence | null) => ({
    part: { kind: 'file', source, encoding, mode } as const,
    report: { name: title, bytes, encoding: encoding.label, encodingName: encoding.name, certain, problem },
  });
  const leave = (error: CharloomError) => {
    if (isError) throw error;
    return { part: null, report: leftOut(title, bytes, error.sentence) };
  };
  if (finding.kind === 'empty') {
    return leave(
      new CharloomError(
        'corpus-empty',
        sentence`${shortenedPath(title)} is empty. Choose a text with something in it.`,
      ),
    );
  }
  if (chosen) return take(chosen, 'lenient', true, null);
  switch (finding.kind) {
    case 'binary':
      return leave(new CharloomError('corpus-encoding', noText(shortenedPath(title), finding.format)));
    case 'unknown': {
      const error = unreadableAs(title, finding.failed);
      return isStrict ? leave(error) : take(finding.guess, 'lenient', false, error.sentence);
    }
    case 'text':
      return take(finding.encoding, isStrict ? 'strict' : 'lenient', finding.isCertain, null);
  }
}

function noText(title: string, format: string | null): Sentence {
  return format === null
    ? sentence`${title} looks like a binary file, not like text. Choose a plain text file; save documents as plain text first.`
    : sentence`${title} is no plain text but a file in the format ${format}. Save what is in it as plain text first.`;
}

function leftOut(name: string, bytes: number, problem: Sentence): PreviewedFile {
  return { name, bytes, encoding: '', encodingName: '', certain: false, problem };
}

/** @throws CharloomError 'settings-invalid' */
function encodingOf({ encoding }: Preparation): Encoding | null {
  if (encoding === null) return null;
  const found = findEncoding(encoding);
  if (found) return found;
  const some = encodings
    .slice(0, 8)
    .map(({ label }) => label)
    .join(', ');
  throw new CharloomError(
    'settings-invalid',
    sentence`There is no encoding "${shortened(encoding)}". There is ${some} and others.`,
  );
}

function checkSize(bytes: number): void {
  if (bytes <= maxTextBytes) return;
  throw new CharloomError(
    'corpus-too-large',
    sentence`The text has ${memoryOf(bytes)}, and texts of up to ${memoryOf(maxTextBytes)} can be read. Take a part of it.`,
  );
}

function nothingLeft(found: readonly FoundFile[]): CharloomError {
  return found.length === 0
    ? new CharloomError('corpus-empty', sentence`The folder has no files. Choose one with text files in it.`)
    : new CharloomError('corpus-empty', sentence`None of the files is a text with something in it. Choose text files.`);
}

/** The same bytes and the same switches, in whatever order they were pressed, give the same. */
function recipeOf(sourceHash: string, { encoding, unit, separator, cleaning, rare }: Preparation): string {
  const switches = [encoding, unit, separator, inOrder(cleaning), rare.treatment === 'keep' ? null : rare];
  return createHash('sha256')
    .update(`${sourceHash}${JSON.stringify(switches)}`)
    .digest('hex');
}

function namesOf(parts: readonly SourcePart[]): string {
  return [...new Set(parts.map((part) => (part.kind === 'file' ? part.encoding.name : 'UTF-8')))].join(', ');
}
