// A text as the lab trains on it: a file or a built-in text, as symbol ids, cut into its parts as the app cuts it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from '../../corpora/catalogue.ts';
import { splitText } from '../../src-engine/corpus/split.ts';
import type { Shares, Split } from '../../src-engine/corpus/split.ts';
import { installedPackages } from '../../src-engine/corpus/packages.ts';

export interface LabText {
  readonly name: string;
  /** Of the characters, so that a row of results is not taken for another text's. */
  readonly hash: string;
  readonly ids: Uint32Array;
  readonly symbols: readonly string[];
  /** Nats a character of the source that wrote it, the lowest loss that there can be; null: unknown. */
  readonly entropy: number | null;
}

/**
 * tenth: the last tenth is validated on · test: a twentieth is, and another one behind it is read once, for the winner
 */
export const splits = {
  tenth: { validation: 0.1, test: 0 },
  test: { validation: 0.05, test: 0.05 },
} as const satisfies Readonly<Record<string, Shares>>;

export type SplitName = keyof typeof splits;

export function partsOf(text: LabText, split: SplitName): Split {
  return splitText(text.ids.length, splits[split]);
}

/** @param name a file, or the key of a built-in text */
export async function readText(name: string): Promise<LabText> {
  const builtIn = catalogue.find(({ key }) => key === name);
  const read = builtIn ? await builtIn.read(installedPackages()) : readFileSync(name, 'utf8');
  const bits = builtIn?.entropy ?? null;
  return textOf(builtIn ? name : path.basename(name, path.extname(name)), read, bits === null ? null : bits * Math.LN2);
}

export function textOf(name: string, read: string, entropy: number | null = null): LabText {
  const content = read.replaceAll('\r\n', '\n');
  const characters = Array.from(content);
  const symbols = [...new Set(characters)].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
  const index = new Map(symbols.map((symbol, id) => [symbol, id]));
  const ids = new Uint32Array(new SharedArrayBuffer(characters.length * 4));
  characters.forEach((character, position) => (ids[position] = index.get(character) ?? 0));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { name, hash, ids, symbols, entropy };
}
