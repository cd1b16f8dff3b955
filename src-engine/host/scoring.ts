// Scores a text file by a model: its symbols become the model's ids; what the model has never seen is left out, and
// named.

import { gather } from '../corpus/gathering.ts';
import type { Alphabet } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { checkCharacters, countText, encodeText } from '../importing/texts.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import type { Ids } from '../corpus/symbols.ts';

export interface Score extends FileReading {
  /** Predicted characters: all that the model knows but the first. */
  readonly characters: number;
  /** Mean over the predicted characters. */
  readonly nats: number;
}

/** A score of every character by itself. */
export interface CharacterScore extends Score {
  /** The predicted characters, in order, with their loss. */
  readonly each: Iterable<{ readonly symbol: string; readonly nats: number }>;
}

export interface FileReading {
  /** Symbols of the text that the model does not know. */
  readonly unseen: readonly string[];
}

/** @throws CharloomError 'corpus-too-small' if fewer than two characters are left */
export async function scoreFile<Result extends object>(
  file: string,
  { symbols, unit }: Alphabet,
  signal: AbortSignal,
  score: (ids: Ids) => Promise<Result>,
): Promise<Result & FileReading> {
  const preparation = { ...defaultPreparation, unit };
  const source = { kind: 'files', paths: [file] } as const;
  const text = await gather(source, preparation, { mode: 'strict', isWhole: true, signal });
  const counted = await countText(text, preparation, { signal });
  const { table } = counted;
  checkCharacters(text.files[0]?.name ?? file, table, preparation);

  const known = new Map(symbols.map((symbol, id) => [symbol, id]));
  const modelIds = table.symbols.map((symbol) => known.get(symbol));
  const characters = table.counts.reduce((sum, count, id) => (modelIds[id] === undefined ? sum : sum + count), 0);
  if (characters < 2) {
    throw new CharloomError(
      'corpus-too-small',
      sentence`The text has ${characters} of the characters that this model knows, and at least 2 are needed. Choose a text in the model's script.`,
    );
  }
  const ids = new Uint32Array(new SharedArrayBuffer(characters * 4));
  let length = 0;
  await encodeText(text, preparation, counted, {
    signal,
    onBlock(block) {
      for (const id of block) {
        const modelId = modelIds[id];
        if (modelId !== undefined) ids[length++] = modelId;
      }
    },
  });
  return { ...(await score(ids)), unseen: table.symbols.filter((symbol) => !known.has(symbol)) };
}

/** @param losses of every id but the first, which has none */
export function characterScore(
  ids: Ids,
  losses: Float32Array,
  symbols: readonly string[],
): Omit<CharacterScore, keyof FileReading> {
  const characters = ids.length - 1;
  let nats = 0;
  for (let position = 1; position <= characters; position++) nats += losses[position];
  function* each() {
    for (let position = 1; position <= characters; position++)
      yield { symbol: symbols[ids[position]], nats: losses[position] };
  }
  return { characters, nats: nats / characters, each: each() };
}
