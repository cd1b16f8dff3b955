// Writes a text with the engine itself, in slices that no one notices, on the page's only thread.

import { makeVocabulary } from '../../../../corpus/vocabulary.ts';
import type { SamplingSettings } from '../../../../protocol/settings.ts';
import { contextOf } from '../../../../sampling/context.ts';
import { openWriter } from '../../../../sampling/decodings/index.ts';
import { openSession } from '../../../../sampling/session.ts';
import type { SoloSession } from '../../../../sampling/session.ts';
import type { PageContents } from './contents.ts';
import { inSlices } from './pauses.ts';

export interface TextToWrite {
  readonly prompt: string;
  readonly sampling: SamplingSettings;
}

export class Scribe {
  readonly #contents: PageContents;
  readonly #session: SoloSession;
  readonly vocabulary: ReturnType<typeof makeVocabulary>;

  constructor(contents: PageContents, module: WebAssembly.Module, parameters: Float32Array) {
    const { model, symbols } = contents;
    this.#contents = contents;
    this.vocabulary = makeVocabulary(contents);
    this.#session = openSession(
      { build: 'plain', module, isShared: false },
      { model, vocabulary: symbols.length, parameters },
      { streams: 1, steps: 1 },
    );
  }

  /** Tells what is written after every slice. Only one text at a time. @returns whether it came to its end */
  async write(
    { prompt, sampling }: TextToWrite,
    onText: (text: string, symbols: number) => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    const session = this.#session;
    const { symbols, first } = this.#contents;
    const read = contextOf({ prompt: this.vocabulary.encode(prompt), first });
    session.clear();
    const reading = read.context.values();
    await inSlices(signal, () => {
      const { value, done } = reading.next();
      if (done) return false;
      session.ids[0] = value;
      session.read();
      return true;
    });
    const writer = openWriter(session, { symbols, ...read, sampling });
    const tell = (): void => {
      for (const { ids } of writer.take()) if (ids.length > 0) onText(this.vocabulary.decode(ids), ids.length);
    };
    await inSlices(
      signal,
      () => {
        if (!writer.isOver) writer.step();
        return !writer.isOver;
      },
      tell,
    );
    return writer.isOver;
  }
}
