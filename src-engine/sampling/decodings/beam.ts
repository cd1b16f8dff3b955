// Beam search: the likeliest text among all that `width` beams reach. Nothing is drawn; of the stages those that forbid
// or prefer symbols take part (bias, bans, penalties), not those that shape chance.

import type { Decoding } from '../../protocol/settings.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { createRandom } from '../../random/xoshiro.ts';
import { number, whole } from '../fields.ts';
import { stageOptionsWhere } from '../options.ts';
import { SamplingPipeline } from '../pipeline.ts';
import type { Session } from '../session.ts';
import { candidatesOf, logSumExp, surprisalOf } from '../softmax.ts';
import { stages } from '../stages/index.ts';
import { StopStrings } from '../stops.ts';
import type { Drawn } from '../types.ts';
import type { TextJob, Writer } from '../writer.ts';
import type { DecodingDefinition } from './decoding.ts';

const width = whole(sentence`The width of the beam`, 1, 64);
const lengthPenalty = number(sentence`The length penalty`, 0, 4);

export const beam = {
  since: 1,
  default: { kind: 'beam', width: 4, lengthPenalty: 1 },
  fields: { width, lengthPenalty },
  options: {
    beam: { takes: width, sets: 'width' },
    lengthPenalty: { takes: lengthPenalty, sets: 'lengthPenalty', needs: ['beam'] },
  },
  settlesSymbols: false,
  actsOnGreedy: true,
  idle: [
    {
      options: stageOptionsWhere(({ kind }) => !stages[kind].prefersSymbols),
      reason: sentence`beam search draws nothing, it looks for the likeliest text`,
    },
    { options: ['streams'], reason: sentence`beam search finds one text` },
    {
      options: ['lengthPenalty'],
      unless: ['stop', 'ban'],
      reason: sentence`all texts are equally long without a stop string`,
    },
    { options: ['seed'], reason: sentence`beam search draws nothing`, isHarmless: true },
  ],
  streams: ({ width }) => width,
  open: (session, job, decoding) => new BeamSearch(session, job, decoding),
} satisfies DecodingDefinition<'beam'>;

interface Beam {
  readonly ids: readonly number[];
  readonly surprisals: readonly number[];
  /** Σ ln p in the distribution that the stages leave. */
  readonly score: number;
  readonly pipeline: SamplingPipeline;
  readonly stops: StopStrings;
}

/** A beam and the symbol that it might go on with. */
interface Way {
  readonly from: number;
  readonly id: number;
  readonly score: number;
}

class BeamSearch implements Writer {
  readonly #session: Session;
  readonly #length: number;
  readonly #width: number;
  readonly #lengthPenalty: number;
  #beams: Beam[];
  readonly #finished: Beam[] = [];
  /** Beams that could not go on. They count only where no other one has come to an end. */
  readonly #stuck: Beam[] = [];
  #isTaken = false;

  constructor(session: Session, job: TextJob, decoding: Decoding<'beam'>) {
    const { symbols, sampling } = job;
    const preferring = sampling.stages.filter(({ kind }) => stages[kind].prefersSymbols);
    const pipeline = new SamplingPipeline(preferring, symbols, createRandom(sampling.seed));
    pipeline.begin(job);
    this.#session = session;
    this.#length = sampling.length;
    this.#width = decoding.width;
    this.#lengthPenalty = decoding.lengthPenalty;
    const stops = new StopStrings(sampling.stops ?? [], symbols);
    this.#beams = [{ ids: [], surprisals: [], score: 0, pipeline, stops }];
    if (sampling.length === 0) this.#finish();
  }

  get isOver(): boolean {
    return this.#beams.length === 0;
  }

  step(): void {
    const ways = this.#beams.flatMap((beam, from) => this.#waysOn(beam, from));
    ways.sort((one, other) => other.score - one.score || one.from - other.from || one.id - other.id);
    const next: { readonly beam: Beam; readonly way: Way }[] = [];
    for (const way of ways.slice(0, this.#width)) {
      const { beam, ends } = this.#follow(way);
      if (ends) this.#finished.push(beam);
      else next.push({ beam, way });
    }
    this.#beams = next.map(({ beam }) => beam);
    if (this.#finished.length >= this.#width || (this.#beams[0]?.ids.length ?? 0) >= this.#length) this.#finish();
    if (this.isOver) return;
    this.#session.arrange(next.map(({ way }) => way.from));
    for (const [stream, { way }] of next.entries()) this.#session.ids[stream] = way.id;
    this.#session.read();
  }

  take(): Drawn[] {
    if (!this.isOver || this.#isTaken) return [];
    this.#isTaken = true;
    const ended = this.#finished.length > 0 ? this.#finished : this.#stuck;
    const best = ended.reduce((one, other) => (this.#valueOf(other) > this.#valueOf(one) ? other : one));
    return [{ ids: Uint32Array.from(best.ids), surprisals: Float32Array.from(best.surprisals) }];
  }

  #finish(): void {
    this.#finished.push(...this.#beams);
    this.#beams = [];
  }

  /** score / length^penalty (Wu et al. 2016, §7, in its plain form). */
  #valueOf({ score, ids }: Beam): number {
    return score / Math.max(1, ids.length) ** this.#lengthPenalty;
  }

  #waysOn(beam: Beam, from: number): Way[] {
    const scores = Float64Array.from(this.#session.logits[from]);
    if (!beam.pipeline.apply(scores)) {
      this.#stuck.push(beam);
      return [];
    }
    const total = logSumExp(scores);
    return candidatesOf(scores)
      .slice(0, this.#width)
      .map((id) => ({ from, id, score: beam.score + scores[id] - total }));
  }

  #follow({ from, id, score }: Way): { readonly beam: Beam; readonly ends: boolean } {
    const before = this.#beams[from];
    const pipeline = before.pipeline.fork();
    pipeline.accept(id);
    const stops = before.stops.fork();
    const ends = stops.see(id);
    const surprisals = [...before.surprisals, surprisalOf(this.#session.logits[from], id)];
    return { beam: { ids: [...before.ids, id], surprisals, score, pipeline, stops }, ends };
  }
}
