// A text as what a run reads: lanes side by side, the state carried from chunk to chunk.

import { maxMeasured } from '../corpus/split.ts';
import { forgets } from '../nn/noise.ts';
import type { Noise } from '../nn/noise.ts';
import { advance, chunksPerEpoch, cutLanes, fillChunk } from './lanes.ts';
import type { Cursor, LaneSizes } from './lanes.ts';
import type { Evaluated, ShardReader, ReaderParts, SourceJob, Source } from './source.ts';

export class TextSource implements Source {
  readonly job: SourceJob;
  readonly lanes: LaneSizes;
  /** Characters predicted in each lane of the held-out part; 0 where nothing (or too little) is held out. */
  readonly heldOutLength: number;

  private constructor(job: SourceJob, lanes: LaneSizes) {
    const { ids, trainCharacters, training } = job;
    this.job = job;
    this.lanes = lanes;
    const heldOut = Math.min(maxMeasured, ids.length - trainCharacters);
    this.heldOutLength = Math.max(0, Math.floor((heldOut - 1) / training.batch));
  }

  /** Null when the text is too short for even one chunk. */
  static of(job: SourceJob): TextSource | null {
    const lanes = cutLanes(job.trainCharacters, job.training.batch, job.training.sequence);
    return lanes && new TextSource(job, lanes);
  }

  get chunksPerEpoch(): number {
    return chunksPerEpoch(this.lanes);
  }

  get predictions(): number {
    return this.lanes.lanes * this.lanes.steps;
  }

  get heldOut(): Source['heldOut'] {
    const positions = this.heldOutLength * this.lanes.lanes;
    return { positions, predictions: positions, counted: 0 };
  }

  charactersAt(): number {
    return this.predictions;
  }

  after(at: Cursor): Cursor {
    return advance(this.lanes, at, this.job.training.seed);
  }

  open(parts: ReaderParts): ShardReader {
    return new TextReader(this, parts);
  }
}

class TextReader implements ShardReader {
  readonly #source: TextSource;
  readonly #parts: ReaderParts;

  constructor(source: TextSource, parts: ReaderParts) {
    this.#source = source;
    this.#parts = parts;
  }

  fill({ cursor }: Cursor): void {
    const { lanes } = this.#source;
    this.#fill(0, lanes.length, cursor, lanes.steps);
  }

  countHits(): number {
    return 0;
  }

  goOn(noise: Noise, isSameEpoch: boolean): void {
    const { model, plan } = this.#parts;
    if (!isSameEpoch) {
      model.clearState();
      return;
    }
    model.carryState();
    for (let lane = 0; lane < plan.model.chunk.lanes; lane++) {
      if (forgets(noise, noise.firstLane + lane)) model.clearLane(lane);
    }
  }

  evaluate(): Evaluated {
    const { model } = this.#parts;
    const { lanes, heldOutLength: length, job } = this.#source;
    let loss = 0;
    for (let position = 0; position < length; position += lanes.steps) {
      const valid = Math.min(lanes.steps, length - position);
      this.#fill(job.trainCharacters, length, position, valid);
      model.forward(null);
      loss += model.loss(0, valid);
      model.carryState();
    }
    return { loss, hits: 0 };
  }

  #fill(start: number, laneLength: number, position: number, valid: number): void {
    const { kernels, plan } = this.#parts;
    const { model, firstLane } = plan;
    const { steps, lanes } = model.chunk;
    const chunk = { steps, first: firstLane, count: lanes, valid };
    const into = { integers: kernels.integers, inputs: model.inputs, targets: model.head.targets };
    fillChunk(this.#source.job.ids, start, laneLength, position, chunk, into);
  }
}
