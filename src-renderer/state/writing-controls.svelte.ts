// What a text is asked for with: who writes it, after which prompt, how long, and how each symbol is chosen.

import type {
  Basics,
  BlendPart,
  CheckpointChoice,
  Decoding,
  DecodingKind,
  RunId,
  SampleDetail,
  SamplingSettings,
  UnseenSymbol,
} from '../../src-engine/protocol/index.ts';
import {
  maxPromptLength,
  maxShownLength,
  samplingLimits as limits,
} from '../../src-engine/protocol/sampling-limits.ts';
import type { EngineClient } from '../engine/client.ts';
import { counted } from '../text/format.ts';
import { say } from '../text/say.ts';
import { PipelineEditor } from './pipeline.svelte.ts';
import { PromptCheck } from './prompt-check.svelte.ts';

/** Characters that are offered at a press. */
export const commonLengths = [1_000, 5_000, 20_000, 100_000];

/** Who writes, as every ask has it. */
export interface ModelChoice {
  readonly run: RunId;
  readonly checkpoint: CheckpointChoice;
  readonly blend?: readonly BlendPart[];
}

export class WritingControls {
  readonly run: RunId;
  readonly pipeline: PipelineEditor;
  #prompt = $state('');
  #length = $state(2_000);
  #seed = $state(1);
  #decoding = $state.raw<Decoding>({ kind: 'draw' });
  #stops = $state.raw<readonly string[]>([]);
  #choice = $state.raw<CheckpointChoice>('best');
  #blend = $state.raw<readonly BlendPart[]>([]);

  readonly #decodings: readonly Decoding[];
  readonly #check: PromptCheck;

  constructor(client: EngineClient, run: RunId, defaults: Basics['defaults']) {
    this.run = run;
    this.pipeline = new PipelineEditor(defaults.stages, defaults.sampling.stages);
    this.#length = defaults.sampling.length;
    this.#seed = defaults.sampling.seed;
    this.#decodings = defaults.decodings;
    this.#check = new PromptCheck(client, run);
  }

  get prompt(): string {
    return this.#prompt;
  }

  /** What of the prompt the model has never seen. */
  get unseen(): readonly UnseenSymbol[] {
    return this.#check.unseen;
  }

  get length(): number {
    return this.#length;
  }

  get seed(): number {
    return this.#seed;
  }

  /** How the text is found. */
  get decoding(): Decoding {
    return this.#decoding;
  }

  /** Strings after which writing ends: those of a kept text that was opened. */
  get stops(): readonly string[] {
    return this.#stops;
  }

  get choice(): CheckpointChoice {
    return this.#choice;
  }

  /** Models that write along; empty: it writes alone. */
  get blend(): readonly BlendPart[] {
    return this.#blend;
  }

  get modelChoice(): ModelChoice {
    const { run, choice: checkpoint, blend } = this;
    return blend.length === 0 ? { run, checkpoint } : { run, checkpoint, blend };
  }

  get sampling(): SamplingSettings {
    return {
      stages: this.pipeline.stages,
      length: this.#length,
      seed: this.#seed,
      // As texts have been kept since before there was a choice.
      ...(this.#stops.length === 0 ? {} : { stops: this.#stops }),
      ...(this.#decoding.kind === 'draw' ? {} : { decoding: this.#decoding }),
    };
  }

  /** What has to be mended before anything can be written; null: nothing. */
  get wrong(): string | null {
    const { length, seed, prompt } = this;
    if (!isWhole(seed, ...limits.seed)) return say`Correct the seed first.`;
    if (!isWhole(length, 1, maxShownLength)) return say`Correct the length first.`;
    const ramp = this.pipeline.stages.find((stage) => stage.kind === 'temperature')?.ramp;
    if (ramp && !isWhole(ramp.over, ...limits.temperatureOver)) return say`Correct the temperature’s schedule first.`;
    return prompt.length > maxPromptLength
      ? say`The prompt is too long: at most ${counted(maxPromptLength, 'character')} can be read.`
      : null;
  }

  setPrompt(prompt: string): void {
    this.#prompt = prompt;
    this.#check.soon(prompt);
  }

  setLength(length: number): void {
    this.#length = length;
  }

  setSeed(seed: number): void {
    this.#seed = seed;
  }

  /** Another way to find the text, with its usual values. */
  findBy(kind: DecodingKind): void {
    const decoding = this.#decodings.find((other) => other.kind === kind);
    if (decoding) this.#decoding = decoding;
  }

  setDecoding(decoding: Decoding): void {
    this.#decoding = decoding;
  }

  dropStops(): void {
    this.#stops = [];
  }

  choose(checkpoint: CheckpointChoice): void {
    this.#choice = checkpoint;
  }

  setBlend(blend: readonly BlendPart[]): void {
    this.#blend = blend;
  }

  /** Those with which a kept text was written. @param prompt that of the text with which it began */
  takeFrom({ sampling, checkpoint, step, blend }: SampleDetail, prompt: string): void {
    this.setPrompt(prompt);
    this.pipeline.set(sampling.stages);
    this.#length = sampling.length;
    this.#seed = sampling.seed;
    this.#decoding = sampling.decoding ?? { kind: 'draw' };
    this.#stops = sampling.stops ?? [];
    this.#choice = checkpoint === null ? { step } : { id: checkpoint };
    this.#blend = (blend ?? []).map(({ run, checkpoint: id, weight }) => ({ run, checkpoint: { id }, weight }));
  }
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

export function temperatureOf(sampling: SamplingSettings): number {
  const stage = sampling.stages.find((other) => other.kind === 'temperature');
  return stage ? stage.temperature : 1;
}
