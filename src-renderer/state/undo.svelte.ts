// What was done last, to be taken back: a few steps, newest first.

/** Takes it back. */
export type UndoStep = () => Promise<void> | void;

const maxSteps = 50;

export class UndoStack {
  #steps = $state.raw<readonly UndoStep[]>([]);

  get last(): UndoStep | null {
    return this.#steps.at(-1) ?? null;
  }

  push(step: UndoStep): void {
    this.#steps = [...this.#steps.slice(1 - maxSteps), step];
  }

  /** Takes back the newest step, or that one if it is still there. */
  async undo(step = this.last): Promise<void> {
    if (step === null || !this.#steps.includes(step)) return;
    this.#steps = this.#steps.filter((other) => other !== step);
    await step();
  }
}
