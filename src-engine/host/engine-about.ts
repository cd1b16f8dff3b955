// What a window or a command line begins with: the engine itself, its settings, and what this machine can do.

import type { BuiltInText } from '../../corpora/built-in-text.ts';
import type { About, Basics } from '../protocol/index.ts';
import { decodingDefaults } from '../sampling/decodings/index.ts';
import { defaultSampling, stageDefaults } from '../sampling/pipelines.ts';
import { defaultModel, defaultPreparation } from '../settings/defaults.ts';
import { settingFields } from '../settings/fields.ts';
import { secondsOfTraining } from '../settings/presets.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { Peak } from './peak.ts';

export class EngineAbout implements Service {
  readonly handlers = {
    'engine.basics': () => this.#basics(),
    'engine.about': () => this.#about(),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #peak: Peak;

  constructor(context: HostContext, peak: Peak) {
    this.#context = context;
    this.#peak = peak;
  }

  #about(): About {
    const basics = this.#basics();
    const { threads } = basics.defaults.training;
    const single = this.#peak.measured();
    const peak = single === null ? null : { gigaflops: single * threads, threads };
    return {
      ...basics,
      kernels: this.#context.engine.kernels(),
      peak,
      legibleAfter: peak === null ? {} : legibleAfter(this.#context.catalogue, peak.gigaflops),
    };
  }

  #basics(): Basics {
    const { library, preferred, processors, version } = this.#context;
    return {
      version,
      processors,
      libraryFile: library.name,
      defaults: {
        model: defaultModel,
        training: preferred.training(),
        sampling: defaultSampling,
        stages: stageDefaults,
        decodings: decodingDefaults,
        preparation: defaultPreparation,
      },
      settings: settingFields,
    };
  }
}

/** Seconds by key, with the suggested settings on this machine. */
function legibleAfter(catalogue: readonly BuiltInText[], gigaflops: number): Readonly<Record<string, number>> {
  const known = catalogue.flatMap(({ key, legibleAfter: work }) => (work === null ? [] : [{ key, work }]));
  return Object.fromEntries(known.map(({ key, work }) => [key, secondsOfTraining(work, gigaflops)]));
}
