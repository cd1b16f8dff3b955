// A distribution as bars: what the model thinks of every symbol, and what is left of it after a stage.

import type { Distribution, StageView } from '../../../src-engine/protocol/index.ts';

export type StageName = StageView['name'];

export interface Bar {
  readonly id: number;
  readonly symbol: string;
  /** By the bare model. */
  readonly model: number;
  /** After the stage that is looked at. */
  readonly now: number;
  /** Which stage, up to that one, ruled it out; null: none. */
  readonly removedBy: StageName | null;
  /** 1 is the likeliest by the bare model. */
  readonly rank: number;
}

export interface StageMark {
  readonly name: StageName;
  /** How many symbols it rules out. */
  readonly removed: number;
}

export interface Bars {
  /** The likeliest first. */
  readonly all: readonly Bar[];
  readonly marks: readonly StageMark[];
  /** The stage that is looked at. */
  readonly looked: StageName;
  /** −Σ p log₂ p after it. */
  readonly bits: number;
  /** Symbols that are left after it. */
  readonly left: number;
}

/** @param wanted the stage to look at; where it does not stand in the pipeline, the last one */
export function barsOf({ symbols, stages }: Distribution, wanted: StageName | null): Bars {
  const found = stages.findIndex(({ name }) => name === wanted);
  const upTo = stages.slice(0, (found < 0 ? stages.length - 1 : found) + 1);
  const model = stages[0]?.probabilities ?? new Float64Array(symbols.length);
  const view = upTo.at(-1);
  const now = view?.probabilities ?? model;
  const removers = new Map(upTo.flatMap(({ name, removed }) => removed.map((id) => [id, name] as const)));
  const all = symbols
    .map((symbol, id) => ({
      id,
      symbol,
      model: model[id] ?? 0,
      now: now[id] ?? 0,
      removedBy: removers.get(id) ?? null,
    }))
    .sort((one, other) => other.model - one.model || one.id - other.id)
    .map((bar, index) => ({ ...bar, rank: index + 1 }));
  return {
    all,
    marks: stages.map(({ name, removed }) => ({ name, removed: removed.length })),
    looked: view?.name ?? 'model',
    bits: bitsOf(now),
    left: all.filter((bar) => bar.now > 0).length,
  };
}

function bitsOf(probabilities: Float64Array): number {
  return probabilities.reduce((bits, p) => (p > 0 ? bits - p * Math.log2(p) : bits), 0);
}
