// What a run tells between two checkpoints: the points of its curve, its speed, the time that is left. Gathered, so
// that short steps do not drown the host.

import type { GaugePoint } from '../protocol/gauges.ts';
import type { LeaderParts } from './leader-parts.ts';
import type { StepResult } from './shard.ts';
import type { TrainingProgress } from './types.ts';

const millisecondsBetweenEvents = 100;

type ReporterParts = Pick<LeaderParts, 'tell' | 'now'>;
type SecondsLeft = (at: TrainingProgress) => number | null;

export class Reporter {
  readonly #parts: ReporterParts;
  readonly #secondsLeft: SecondsLeft;
  #points: { step: number; loss: number }[] = [];
  #gauges: GaugePoint[] = [];
  #sent = -Infinity;
  #rate = 0;
  #lastSpeed: number | null = null;

  constructor(parts: ReporterParts, secondsLeft: SecondsLeft) {
    this.#parts = parts;
    this.#secondsLeft = secondsLeft;
  }

  /** A step, the progress after it, and what it took. */
  add(
    progress: TrainingProgress,
    step: Pick<StepResult, 'loss' | 'characters' | 'gauge'>,
    rate: number,
    seconds: number,
  ): void {
    const speed = step.characters / Math.max(1e-9, seconds);
    // Averaged over about a second, whatever a step takes.
    const share = Math.min(1, Math.max(0.02, seconds));
    this.#lastSpeed = this.#lastSpeed === null ? speed : this.#lastSpeed + share * (speed - this.#lastSpeed);
    this.#rate = rate;
    this.#points.push({ step: progress.step, loss: step.loss });
    if (step.gauge) this.#gauges.push({ step: progress.step, ...step.gauge });
    if (this.#parts.now() - this.#sent >= millisecondsBetweenEvents) this.flush(progress);
  }

  flush(progress: TrainingProgress): void {
    if (this.#points.length === 0 || this.#lastSpeed === null) return;
    this.#parts.tell({
      kind: 'progress',
      progress,
      learningRate: this.#rate,
      charactersPerSecond: this.#lastSpeed,
      secondsLeft: this.#secondsLeft(progress),
      points: this.#points,
      gauges: this.#gauges,
    });
    this.#points = [];
    this.#gauges = [];
    this.#sent = this.#parts.now();
  }
}
