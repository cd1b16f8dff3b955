// A door of the first screen: takes a built-in text and begins to train on it as is suggested, with one press.

import type { CatalogueEntry, RunSummary } from '../../../../src-engine/protocol/index.ts';
import { freeName } from '../../../../src-engine/protocol/free-name.ts';
import { modelName } from '../../../text/run-words.ts';
import type { AppState } from '../../../state/app-state.svelte.ts';
import { firstPreset } from '../../../state/run-draft.svelte.ts';
import { spoken } from '../../../text/say.ts';

type Parts = Pick<AppState, 'adding' | 'attempt' | 'client' | 'library' | 'wayFromHere'>;

export class Door {
  readonly #app: Parts;
  #isOpening = $state(false);

  constructor(app: Parts) {
    this.#app = app;
  }

  get isOpening(): boolean {
    return this.#isOpening;
  }

  async open(entry: CatalogueEntry): Promise<void> {
    if (this.#isOpening) return;
    this.#isOpening = true;
    const goOn = this.#app.wayFromHere();
    const run = await this.#app.attempt(() => this.#train(entry));
    this.#isOpening = false;
    if (run) goOn({ kind: 'train', run: run.id });
  }

  /** Null where the text could not be read: the screen says why. */
  async #train(entry: CatalogueEntry): Promise<RunSummary | null> {
    const { adding, client, library } = this.#app;
    const corpus = entry.corpus ?? (await adding.keep({ kind: 'builtin', key: entry.key }, spoken(entry.title)))?.id;
    if (corpus === undefined) return null;
    const preset = firstPreset(await client.ask('run.presets', { corpus }));
    if (!preset) return null;
    const { model, training } = preset;
    const taken = library.runs.map(({ name }) => name);
    const start = library.training ? 'queued' : 'now';
    return client.ask('run.start', { corpus, model, training, name: freeName(modelName(model), taken), start });
  }
}
