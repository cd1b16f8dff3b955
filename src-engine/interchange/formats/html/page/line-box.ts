// The box of a page whose model tells labels apart: one types a line and sees what it is called, and how that moved
// along its characters.

import type { PageContents } from './contents.ts';
import { find } from './controls.ts';
import { Teller } from './teller.ts';
import type { Followed } from './teller.ts';
import { percent, unseenWords } from './words.ts';

/** Of the picture. */
const width = 600;
const height = 120;

export class LineBox {
  readonly #labels: readonly string[];
  readonly #bars: readonly { readonly share: HTMLElement; readonly bar: HTMLProgressElement }[];
  readonly #box = find('line', HTMLTextAreaElement);
  #reading = new AbortController();
  /** Lines are read one after another. */
  #before: Promise<void> = Promise.resolve();

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    find('writing', HTMLElement).hidden = true;
    find('telling', HTMLElement).hidden = false;
    this.#bars = labels.map(addBar);
  }

  async open(contents: PageContents, module: WebAssembly.Module, weights: Float32Array): Promise<void> {
    const teller = new Teller(contents, module, weights);
    this.#box.addEventListener('input', () => void this.#follow(teller));
    await this.#follow(teller);
  }

  async #follow(teller: Teller): Promise<void> {
    this.#reading.abort();
    const { signal } = (this.#reading = new AbortController());
    const text = this.#box.value;
    const before = this.#before;
    const reading = before.then(() => teller.follow(text, signal));
    this.#before = reading.then(() => undefined);
    const followed = await reading;
    if (followed !== null) this.#show(text, teller, followed);
  }

  #show(text: string, { vocabulary }: Teller, { probabilities, isCut }: Followed): void {
    const last = probabilities.at(-1) ?? new Float32Array(this.#labels.length);
    const told = last.indexOf(Math.max(...last));
    const name = this.#labels[told] ?? '';
    find('told', HTMLElement).textContent = text === '' ? 'Type a line.' : `${name}, ${percent(last[told] ?? 0)}`;
    for (const [label, { share, bar }] of this.#bars.entries()) {
      share.textContent = percent(last[label] ?? 0);
      bar.value = last[label] ?? 0;
    }
    const notes = [unseenWords(vocabulary.unseen(text)), isCut ? 'Only its beginning is read, as in training.' : ''];
    find('line-notes', HTMLElement).textContent = notes.filter((note) => note !== '').join(' · ');
    // Of two labels the picture is always about the second.
    const watched = this.#labels.length === 2 ? 1 : told;
    this.#draw(
      watched,
      probabilities.map((each) => each[watched] ?? 0),
    );
  }

  #draw(label: number, course: readonly number[]): void {
    find('course', HTMLElement).hidden = course.length < 2;
    const point = (share: number, index: number): string =>
      `${((index / Math.max(1, course.length - 1)) * width).toFixed(1)} ${((1 - share) * height).toFixed(1)}`;
    document.getElementById('course-line')?.setAttribute('d', `M${course.map(point).join('L')}`);
    const words = `probability of ${this.#labels[label] ?? ''}, character by character`;
    find('course-words', HTMLElement).textContent = words;
    const range = `from ${percent(course[0] ?? 0)} to ${percent(course.at(-1) ?? 0)}`;
    document.getElementById('course-picture')?.setAttribute('aria-label', `${words}: ${range}`);
  }
}

function addBar(label: string): { readonly share: HTMLElement; readonly bar: HTMLProgressElement } {
  const row = document.createElement('li');
  const name = document.createElement('bdi');
  const share = document.createElement('span');
  const bar = document.createElement('progress');
  name.textContent = label;
  bar.setAttribute('aria-label', label);
  row.append(name, share, bar);
  find('labels', HTMLElement).append(row);
  return { share, bar };
}
