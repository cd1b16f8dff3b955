// What a model remembers at the checkpoint that is looked at, and what it remembered at those looked at before: as a
// run trains, or a slider moves, the curve moves and leaves a trail.

import type { CheckpointChoice, Memory, RunId } from '../../../../src-engine/protocol/index.ts';
import type { EngineClient } from '../../../engine/client.ts';
import { Latest } from '../../../state/latest.svelte.ts';

const maxKept = 8;

export class MemoryTrail {
  readonly #latest: Latest<'memory.measure'>;
  readonly #run: RunId;
  #seen = $state.raw<readonly Memory[]>([]);

  constructor(client: EngineClient, run: RunId) {
    this.#latest = new Latest(client, 'memory.measure', (memory) => this.#keep(memory));
    this.#run = run;
  }

  get memory(): Memory | null {
    return this.#latest.answer;
  }

  /** By step, without the one that is looked at. */
  get trail(): readonly Memory[] {
    const { memory } = this;
    return this.#seen.filter(({ step }) => step !== memory?.step).sort((one, other) => one.step - other.step);
  }

  get problem(): string | null {
    return this.#latest.problem;
  }

  get isMeasuring(): boolean {
    return this.#latest.isAsking;
  }

  measure(checkpoint: CheckpointChoice): void {
    this.#latest.ask({ run: this.#run, checkpoint });
  }

  #keep(memory: Memory): void {
    const others = this.#seen.filter(({ step }) => step !== memory.step);
    this.#seen = [...others, memory].slice(-maxKept);
  }
}
