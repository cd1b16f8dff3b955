// What this user likes about the window, kept by the page itself: nothing here changes a model or a text.

import type { Bridge, CorpusId, ThemeChoice } from '../../src-engine/protocol/index.ts';

export type LossUnit = 'nats' | 'bits';
export type LossScale = 'linear' | 'log';
export type ReadingFace = 'serif' | 'mono';

interface Kept {
  readonly theme: ThemeChoice;
  readonly unit: LossUnit;
  readonly scale: LossScale;
  /** 0 to 100. */
  readonly smoothing: number;
  readonly newSeedEachTime: boolean;
  /** By corpus, where the user has chosen. */
  readonly faces: Readonly<Record<string, ReadingFace>>;
  /** Interrupted runs whose offer to continue was declined: 'run@step'. */
  readonly left: readonly string[];
  /** Address of the place last seen. */
  readonly place: string;
}

const fresh: Kept = {
  theme: 'system',
  unit: 'nats',
  scale: 'linear',
  smoothing: 40,
  newSeedEachTime: true,
  faces: {},
  left: [],
  place: '',
};

const storageKey = 'charloom.preferences';
const codeNames = /\.(?:[cm]?[jt]sx?|c|h|cc|cpp|hpp|cs|go|rs|py|rb|java|kt|swift|php|sh|sql|css|html?|xml|json|ya?ml|toml)$/i;

export class Preferences {
  #kept = $state.raw<Kept>(fresh);
  readonly #storage: Storage;
  readonly #bridge: Pick<Bridge, 'setTheme'>;

  constructor(storage: Storage, bridge: Pick<Bridge, 'setTheme'>) {
    this.#storage = storage;
    this.#bridge = bridge;
    this.#kept = { ...fresh, ...read(storage) };
    this.#applyTheme();
  }

  get kept(): Kept {
    return this.#kept;
  }

  set(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#storage.setItem(storageKey, JSON.stringify(this.#kept));
    if (change.theme !== undefined) this.#applyTheme();
  }

  /** Code is read in columns, prose is not; the user's own choice comes first. */
  faceFor(corpus: { readonly id: CorpusId; readonly source: string; readonly name: string } | undefined): ReadingFace {
    if (!corpus) return 'serif';
    const looksLikeCode = codeNames.test(corpus.source) || codeNames.test(corpus.name);
    return this.#kept.faces[corpus.id] ?? (looksLikeCode ? 'mono' : 'serif');
  }

  setFace(corpus: CorpusId, face: ReadingFace): void {
    this.set({ faces: { ...this.#kept.faces, [corpus]: face } });
  }

  #applyTheme(): void {
    const { theme } = this.#kept;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    this.#bridge.setTheme(theme);
  }
}

/** Whatever is not as expected is left out: a preference is never worth an error. */
function read(storage: Storage): Partial<Kept> {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const entries = Object.entries(stored).filter(
      ([key, value]) => key in fresh && typeof value === typeof fresh[key as keyof Kept] && value !== null,
    );
    return Object.fromEntries(entries) as Partial<Kept>;
  } catch {
    return {};
  }
}
