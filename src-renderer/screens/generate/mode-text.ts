// The text of the way of writing that is chosen, as it is copied, saved and printed.

import type { Generation } from '../../state/generation.svelte.ts';
import { transcriptOf } from '../../text/dialogue.ts';
import { say } from '../../text/say.ts';

export interface ModeText {
  /** Of its file, without the ending. */
  readonly name: string;
  /** Put together when it is needed. */
  readonly text: () => string;
  readonly isEmpty: boolean;
  /** The model is writing it. */
  readonly isGrowing: boolean;
}

/** @returns null where several texts stand side by side */
export function modeText(generation: Generation, run: string): ModeText | null {
  const { typewriter, dialogue } = generation;
  switch (generation.mode) {
    case 'write':
      return {
        name: run,
        text: () => generation.whole,
        isEmpty: generation.manuscript.empty,
        isGrowing: generation.phase !== 'idle',
      };
    case 'type':
      return {
        name: say`${run}, typed`,
        text: () => typewriter.text,
        isEmpty: typewriter.text === '',
        isGrowing: false,
      };
    case 'talk':
      return {
        name: say`${run}, dialogue`,
        text: () => transcriptOf(dialogue.turns, dialogue.manner),
        isEmpty: dialogue.turns.length === 0,
        isGrowing: dialogue.phase !== 'idle',
      };
    case 'compare':
      return null;
  }
}
