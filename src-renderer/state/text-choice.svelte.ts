// Which text is to be looked at inside a model: what was held out, one that is typed or pasted, or a file.

import type { GrantedFile, RunId, TextToRead } from '../../src-engine/protocol/index.ts';

export type TextKind = TextToRead['kind'];

export class TextChoice {
  readonly #run: RunId;
  #kind = $state<TextKind>('held-out');
  #typed = $state('');
  #file = $state.raw<GrantedFile | null>(null);

  constructor(run: RunId) {
    this.#run = run;
  }

  get kind(): TextKind {
    return this.#kind;
  }

  get typed(): string {
    return this.#typed;
  }

  get file(): GrantedFile | null {
    return this.#file;
  }

  /** Null: nothing was typed yet. */
  get source(): TextToRead | null {
    if (this.#kind === 'file' && this.#file) return { kind: 'file', file: this.#file.file };
    if (this.#kind === 'text') return this.#typed === '' ? null : { kind: 'text', text: this.#typed };
    return { kind: 'held-out', run: this.#run };
  }

  choose(kind: TextKind): void {
    this.#kind = kind;
  }

  type(text: string): void {
    this.#typed = text;
  }

  open(file: GrantedFile): void {
    this.#file = file;
    this.#kind = 'file';
  }
}
