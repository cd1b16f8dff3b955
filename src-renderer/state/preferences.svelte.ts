// How this user likes to look at things, kept by the page itself as it is changed in passing: nothing here changes a
// model or a text.
// What is settled for the whole app is in `app-settings.svelte.ts`.

import { runGroupings } from './run-groups.ts';
import type { RunGrouping } from './run-groups.ts';
import type { LossUnit } from '../text/loss-units.ts';
import { defaultYardsticks } from '../text/yardsticks.ts';
import type { YardstickKind } from '../text/yardsticks.ts';
import { defaultSmoothing } from '../../src-engine/protocol/smoothing.ts';
import type { CorpusId, RunId } from '../../src-engine/protocol/index.ts';

export type LossScale = 'linear' | 'log';
export type ReadingFace = 'serif' | 'mono';

/** Not seen yet, called for from the help, or left. */
export type GuideState = 'fresh' | 'called' | 'left';

interface Kept {
  readonly unit: LossUnit;
  readonly scale: LossScale;
  /** 0 to 100. */
  readonly smoothing: number;
  readonly yardsticks: readonly YardstickKind[];
  readonly newSeedEachTime: boolean;
  /** Characters of a text are shaded by how much they surprised the model. */
  readonly showSurprise: boolean;
  /** The bars of the next character are unfolded. Null: nobody has chosen, and a low window has them folded. */
  readonly showNextCharacter: boolean | null;
  /** How the runs of the library are put together. */
  readonly runGrouping: RunGrouping;
  /** The library at the left is out of sight in a wide window, too. */
  readonly libraryHidden: boolean;
  /** By corpus, where the user has chosen. */
  readonly faces: Readonly<Record<string, ReadingFace>>;
  /** Interrupted runs whose offer to continue was declined: 'run@step'. */
  readonly left: readonly string[];
  readonly guide: GuideState;
  /** Address of the screen last seen. */
  readonly place: string;
}

/** What is set by its name; the rest has a method of its own. */
type Choice = Exclude<keyof Kept, 'faces' | 'left' | 'place'>;

const fresh: Kept = {
  unit: 'nats',
  scale: 'linear',
  smoothing: defaultSmoothing,
  yardsticks: defaultYardsticks,
  newSeedEachTime: true,
  showSurprise: false,
  showNextCharacter: null,
  runGrouping: 'none',
  libraryHidden: false,
  faces: {},
  left: [],
  guide: 'fresh',
  place: '',
};

const storageKey = 'charloom.preferences';
const codeNames =
  /\.(?:[cm]?[jt]sx?|c|h|cc|cpp|hpp|cs|go|rs|py|rb|java|kt|swift|php|sh|sql|css|html?|xml|json|ya?ml|toml)$/i;

export class Preferences {
  #kept = $state.raw<Kept>(fresh);
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#kept = { ...fresh, ...read(storage) };
  }

  get unit(): LossUnit {
    return this.#kept.unit;
  }

  get scale(): LossScale {
    return this.#kept.scale;
  }

  get smoothing(): number {
    return this.#kept.smoothing;
  }

  /** The lines that a run's loss is compared with. */
  get yardsticks(): readonly YardstickKind[] {
    return this.#kept.yardsticks;
  }

  get newSeedEachTime(): boolean {
    return this.#kept.newSeedEachTime;
  }

  get showSurprise(): boolean {
    return this.#kept.showSurprise;
  }

  get showNextCharacter(): boolean | null {
    return this.#kept.showNextCharacter;
  }

  get runGrouping(): RunGrouping {
    const { runGrouping } = this.#kept;
    return runGroupings.includes(runGrouping) ? runGrouping : fresh.runGrouping;
  }

  get libraryHidden(): boolean {
    return this.#kept.libraryHidden;
  }

  /** Of the first start. */
  get guide(): GuideState {
    return this.#kept.guide;
  }

  /** Of the screen last seen. */
  get address(): string {
    return this.#kept.place;
  }

  set<Name extends Choice>(name: Name, value: Kept[Name]): void {
    this.#change({ [name]: value });
  }

  arriveAt(address: string): void {
    this.#change({ place: address });
  }

  isLeft(run: RunId, step: number): boolean {
    return this.#kept.left.includes(`${run}@${step}`);
  }

  leave(run: RunId, step: number): void {
    this.#change({ left: [...this.#kept.left.slice(-50), `${run}@${step}`] });
  }

  /** Code is read in columns, prose is not; the user's own choice comes first. */
  faceFor(corpus: { readonly id: CorpusId; readonly source: string; readonly name: string } | undefined): ReadingFace {
    if (!corpus) return 'serif';
    const isCode = looksLikeCode(corpus.source) || looksLikeCode(corpus.name);
    return this.#kept.faces[corpus.id] ?? (isCode ? 'mono' : 'serif');
  }

  setFace(corpus: CorpusId, face: ReadingFace): void {
    this.#change({ faces: { ...this.#kept.faces, [corpus]: face } });
  }

  #change(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#storage.setItem(storageKey, JSON.stringify(this.#kept));
  }
}

export function looksLikeCode(name: string): boolean {
  return codeNames.test(name);
}

/** What nobody has chosen is a choice of yes or no. */
function kindOf(example: Kept[keyof Kept]): string {
  return example === null ? 'boolean' : typeof example;
}

/** Whatever is not as expected is left out: a preference is never worth an error. */
function read(storage: Storage): Partial<Kept> {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const entries = Object.entries(stored).filter(
      ([key, value]) => key in fresh && value !== null && typeof value === kindOf(fresh[key as keyof Kept]),
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
