// The best of several: texts are drawn side by side, and the one that the bare model finds likeliest is kept, by the
// mean over its symbols.

import { whole } from '../fields.ts';
import type { Session } from '../session.ts';
import type { Drawn } from '../types.ts';
import type { TextJob, Writer } from '../writer.ts';
import type { DecodingDefinition } from './decoding.ts';
import { DrawnTexts } from './draw.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const texts = whole(sentence`The number of texts to choose from`, 1, 64);

export const bestOf = {
  since: 1,
  default: { kind: 'best-of', texts: 4 },
  fields: { texts },
  options: { bestOf: { takes: texts, sets: 'texts' } },
  settlesSymbols: false,
  actsOnGreedy: false,
  idle: [{ options: ['streams'], reason: sentence`one text is kept` }],
  streams: ({ texts }) => texts,
  open: (session, job) => new BestOf(session, job),
} satisfies DecodingDefinition<'best-of'>;

class BestOf implements Writer {
  readonly #texts: DrawnTexts;

  constructor(session: Session, job: TextJob) {
    this.#texts = new DrawnTexts(session, job);
  }

  get isOver(): boolean {
    return this.#texts.isOver;
  }

  step(): void {
    this.#texts.step();
  }

  take(): Drawn[] {
    if (!this.isOver) return [];
    const texts = this.#texts.take();
    return [texts.reduce((best, text) => (meanOf(text.surprisals) < meanOf(best.surprisals) ? text : best))];
  }
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
