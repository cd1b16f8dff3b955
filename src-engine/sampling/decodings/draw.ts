// Drawing: texts are written symbol by symbol, one or several side by side; each drawn id is read in turn.

import { createRandom } from '../../random/xoshiro.ts';
import type { Random } from '../../random/xoshiro.ts';
import { drawFrom } from '../draw.ts';
import { SamplingPipeline } from '../pipeline.ts';
import type { Session } from '../session.ts';
import { surprisalOf, toProbabilities } from '../softmax.ts';
import { StopStrings } from '../stops.ts';
import type { Drawn } from '../types.ts';
import type { TextJob, Writer } from '../writer.ts';
import type { DecodingDefinition } from './decoding.ts';

export const draw = {
  since: 1,
  default: { kind: 'draw' },
  fields: {},
  options: {},
  settlesSymbols: true,
  actsOnGreedy: true,
  idle: [],
  streams: (_, texts) => texts,
  open: (session, job) => new DrawnTexts(session, job),
} satisfies DecodingDefinition<'draw'>;

/** As many texts as the session has streams; text n has the seed + n, and is what it would be alone. */
export class DrawnTexts implements Writer {
  readonly #session: Session;
  readonly #texts: readonly DrawnText[];

  constructor(session: Session, job: TextJob) {
    this.#session = session;
    this.#texts = session.logits.map((logits, stream) => new DrawnText(logits, stream, job));
  }

  get isOver(): boolean {
    return this.#texts.every((text) => text.isOver);
  }

  step(): void {
    for (const [stream, text] of this.#texts.entries()) {
      const id = text.isOver ? null : text.draw();
      if (id !== null) this.#session.ids[stream] = id;
    }
    if (!this.isOver) this.#session.read();
  }

  take(): Drawn[] {
    return this.#texts.map((text) => text.take());
  }
}

class DrawnText {
  isOver: boolean;
  readonly #logits: Float32Array;
  readonly #scores: Float64Array;
  readonly #random: Random;
  readonly #pipeline: SamplingPipeline;
  readonly #stops: StopStrings;
  #left: number;
  #ids: number[] = [];
  #surprisals: number[] = [];

  constructor(logits: Float32Array, stream: number, job: TextJob) {
    const { symbols, sampling } = job;
    this.#logits = logits;
    this.#scores = new Float64Array(logits.length);
    this.#random = createRandom((sampling.seed + stream) >>> 0);
    this.#pipeline = new SamplingPipeline(sampling.stages, symbols, this.#random);
    this.#stops = new StopStrings(sampling.stops ?? [], symbols);
    this.#left = sampling.length;
    this.isOver = sampling.length === 0;
    this.#pipeline.begin(job);
  }

  /** Null where nothing is left to draw from: the text ends. */
  draw(): number | null {
    const scores = this.#scores;
    scores.set(this.#logits);
    if (!this.#pipeline.apply(scores)) {
      this.isOver = true;
      return null;
    }
    toProbabilities(scores);
    const id = drawFrom(scores, this.#random.uniform());
    this.#pipeline.accept(id);
    this.#ids.push(id);
    this.#surprisals.push(surprisalOf(this.#logits, id));
    this.isOver = this.#stops.see(id) || --this.#left === 0;
    return id;
  }

  take(): Drawn {
    const drawn = { ids: Uint32Array.from(this.#ids), surprisals: Float32Array.from(this.#surprisals) };
    this.#ids = [];
    this.#surprisals = [];
    return drawn;
  }
}
