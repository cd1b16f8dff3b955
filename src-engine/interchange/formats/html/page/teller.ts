// Follows a line as it is typed: the probability of each label after every symbol. States are kept along the line, so
// that a letter more is a symbol more, and not the whole line again.

import { makeVocabulary } from '../../../../corpus/vocabulary.ts';
import { labelProbabilities } from '../../../../sampling/answers.ts';
import { openSession } from '../../../../sampling/session.ts';
import type { SoloSession } from '../../../../sampling/session.ts';
import type { PageContents } from './contents.ts';
import { inSlices } from './pauses.ts';

interface Stop {
  readonly id: number;
  readonly state: Float32Array;
  /** (labels) */
  readonly probabilities: Float32Array;
}

export interface Followed {
  /** The first is that of the line end before the line; (labels) each. */
  readonly probabilities: readonly Float32Array[];
  /** Only the beginning of the line was read, as in training. */
  readonly isCut: boolean;
}

export class Teller {
  readonly #session: SoloSession;
  readonly #labels: number;
  readonly #sequence: number;
  readonly #stops: Stop[] = [];
  readonly vocabulary: ReturnType<typeof makeVocabulary>;

  constructor(contents: PageContents, module: WebAssembly.Module, parameters: Float32Array) {
    const { model, symbols, labels = [], sequence = Infinity } = contents;
    this.#labels = labels.length;
    this.#sequence = sequence;
    this.vocabulary = makeVocabulary(contents);
    this.#session = openSession(
      { build: 'plain', module, isShared: false },
      { model, vocabulary: symbols.length, labels: labels.length, parameters },
      { streams: 1, steps: 1 },
    );
  }

  /** Only one line at a time. @returns null where it was stopped */
  async follow(text: string, signal: AbortSignal): Promise<Followed | null> {
    const whole = [...this.vocabulary.encode('\n'), ...this.vocabulary.encode(text)];
    const ids = whole.slice(0, this.#sequence);
    const differing = this.#stops.findIndex(({ id }, position) => id !== ids[position]);
    if (differing >= 0) this.#stops.length = differing;
    const last = this.#stops.at(-1);
    if (last) this.#session.putState(last.state);
    else this.#session.clear();
    await inSlices(signal, () => {
      const id = ids[this.#stops.length];
      if (id === undefined) return false;
      this.#read(id);
      return true;
    });
    if (this.#stops.length < ids.length) return null;
    const probabilities = this.#stops.map((stop) => stop.probabilities);
    return { probabilities, isCut: ids.length < whole.length };
  }

  #read(id: number): void {
    const session = this.#session;
    session.ids[0] = id;
    session.read();
    const probabilities = labelProbabilities(session.logits[0] ?? new Float32Array(0), this.#labels);
    this.#stops.push({ id, state: session.copyState(), probabilities });
  }
}
