// The softmax pipeline as it is being set: every stage with its values and whether it takes part, in the order of
// application.

import type { Pipeline as NamedPipeline, SamplingStage, StageKind } from '../../src-engine/protocol/index.ts';
import { comesFirst } from '../../src-engine/protocol/stages.ts';

export interface StageEntry {
  /** Its kind: every kind stands once. */
  readonly id: StageKind;
  readonly stage: SamplingStage;
  readonly on: boolean;
}

export class PipelineEditor {
  #entries = $state.raw<readonly StageEntry[]>([]);
  readonly #defaults: readonly SamplingStage[];

  /** @param defaults every stage once, in the usual order */
  constructor(defaults: readonly SamplingStage[], stages: readonly SamplingStage[]) {
    this.#defaults = defaults;
    this.set(stages);
  }

  get entries(): readonly StageEntry[] {
    return this.#entries;
  }

  /** Those that take part, in order. */
  get stages(): readonly SamplingStage[] {
    return this.#entries.filter(({ on }) => on).map(({ stage }) => stage);
  }

  get active(): readonly StageEntry[] {
    return this.#entries.filter(({ on }) => on);
  }

  /** Those that could be added, in the usual order. */
  get others(): readonly StageEntry[] {
    const order = this.#defaults.map(({ kind }) => kind);
    return this.#entries
      .filter(({ on }) => !on)
      .toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  }

  get isDefaultOrder(): boolean {
    const order = this.#defaults.map(({ kind }) => kind);
    const indexes = this.active.map(({ id }) => order.indexOf(id));
    return indexes.every((index, at) => index >= (indexes[at - 1] ?? -1));
  }

  /** Takes over a list: a kept sample's, or a saved pipeline's. A kind that stands twice keeps its first place. */
  set(stages: readonly SamplingStage[]): void {
    const given = new Map<StageKind, StageEntry>();
    for (const stage of stages) if (!given.has(stage.kind)) given.set(stage.kind, { id: stage.kind, stage, on: true });
    const rest = this.#defaults
      .filter(({ kind }) => !given.has(kind))
      .map((stage): StageEntry => ({ id: stage.kind, stage, on: false }));
    this.#entries = bansFirst([...given.values(), ...rest]);
  }

  /** Lets a stage take part, at its usual place among the others. */
  add(kind: StageKind): void {
    const order = this.#defaults.map((stage) => stage.kind);
    const entry = this.#find(kind);
    const active = this.active;
    const after = active.findLastIndex(({ id }) => order.indexOf(id) < order.indexOf(kind));
    this.#arrange(active.toSpliced(after + 1, 0, { ...entry, on: true }));
  }

  /** @returns what puts it back to its place, whatever else was changed meanwhile */
  remove(kind: StageKind): () => void {
    const order = this.#entries.map(({ id }) => id);
    this.#entries = this.#entries.map((entry) => (entry.id === kind ? { ...entry, on: false } : entry));
    return () => {
      this.#entries = order.map((id) => (id === kind ? { ...this.#find(id), on: true } : this.#find(id)));
    };
  }

  change(stage: SamplingStage): void {
    this.#entries = this.#entries.map((entry) => (entry.id === stage.kind ? { ...entry, stage } : entry));
  }

  reset(kind: StageKind): void {
    const stage = this.#defaults.find((other) => other.kind === kind);
    if (stage) this.change(stage);
  }

  isReset(kind: StageKind): boolean {
    const stage = this.#defaults.find((other) => other.kind === kind);
    return stage !== undefined && written(stage) === written(this.#find(kind).stage);
  }

  /** Up (−1) or down (+1) among those that take part. */
  move(kind: StageKind, by: -1 | 1): void {
    const active = this.active;
    const from = active.findIndex(({ id }) => id === kind);
    const to = from + by;
    const entry = active[from];
    const other = active[to];
    if (!entry || !other || comesFirst(entry.id) || comesFirst(other.id)) return;
    this.#arrange(active.toSpliced(from, 1).toSpliced(to, 0, entry));
  }

  /** The order after a drag. */
  reorder(active: readonly StageEntry[]): void {
    this.#arrange(active);
  }

  setDefaultOrder(): void {
    const order = this.#defaults.map(({ kind }) => kind);
    this.#arrange(this.active.toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id)));
  }

  /** The saved pipeline that these stages are, if any. */
  nameIn(saved: readonly NamedPipeline[]): string | null {
    const now = this.stages.map(written).join();
    return saved.find(({ stages }) => stages.map(written).join() === now)?.name ?? null;
  }

  #arrange(active: readonly StageEntry[]): void {
    const ids = new Set(active.map(({ id }) => id));
    this.#entries = [...bansFirst(active), ...this.#entries.filter(({ id }) => !ids.has(id))];
  }

  #find(kind: StageKind): StageEntry {
    const entry = this.#entries.find(({ id }) => id === kind);
    if (!entry) throw new Error(`No stage is called ${kind}.`);
    return entry;
  }
}

/** As the engine applies them: where the bans stand is not for choice. */
function bansFirst(entries: readonly StageEntry[]): readonly StageEntry[] {
  return [...entries.filter(({ id }) => comesFirst(id)), ...entries.filter(({ id }) => !comesFirst(id))];
}

/** The same for stages that say the same, whatever the order of their fields. */
function written(stage: SamplingStage): string {
  return JSON.stringify(Object.entries(stage).sort(([one], [other]) => (one < other ? -1 : 1)));
}
