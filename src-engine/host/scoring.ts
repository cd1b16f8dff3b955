// Prepares a text for scoring by a model: its symbols become the model's ids; what the model has never seen is left
// out, and named.

import type { ReadText } from '../corpus/reading.ts';
import { CharloomError } from '../errors.ts';
import { idsOver } from '../library/corpora.ts';
import type { Ids } from '../training/types.ts';

export interface Score {
  /** Predicted characters: all that the model knows but the first. */
  readonly characters: number;
  /** Mean over the predicted characters. */
  readonly nats: number;
  /** Symbols of the text that the model does not know. */
  readonly unseen: readonly string[];
}

/** @throws CharloomError 'corpus-too-small' if fewer than two characters are left */
export async function scoreText(
  text: ReadText,
  symbols: readonly string[],
  score: (ids: Ids) => Promise<{ readonly characters: number; readonly nats: number }>,
): Promise<Score> {
  const known = new Map(symbols.map((symbol, id) => [symbol, id]));
  const unseen = text.symbols.filter((symbol) => !known.has(symbol));
  const lost = text.symbols.reduce((sum, symbol, id) => (known.has(symbol) ? sum : sum + (text.counts[id] ?? 0)), 0);
  const characters = text.characters - lost;
  if (characters < 2) {
    throw new CharloomError(
      'corpus-too-small',
      `The text has ${characters} of the characters that this model knows, and at least 2 are needed. Choose a text in the model's script.`,
    );
  }
  const ids = new Uint32Array(new SharedArrayBuffer(characters * 4));
  let length = 0;
  for (const chunk of text.idChunks()) {
    for (const id of idsOver(Uint8Array.from(chunk).buffer, text.width)) {
      const modelId = known.get(text.symbols[id]);
      if (modelId !== undefined) ids[length++] = modelId;
    }
  }
  return { ...(await score(ids)), unseen };
}
