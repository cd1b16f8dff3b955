// The corpus doctor. A text is looked through once, in slices that leave the host free, and the findings are kept.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { advise } from '../corpus/doctor/advice.ts';
import { describeFindings, Examiner } from '../corpus/doctor/doctor.ts';
import type { Examined, Findings } from '../corpus/doctor/doctor.ts';
import type { CorpusId, DoctorReport, Preparation } from '../protocol/index.ts';
import { smallestModel } from '../settings/presets.ts';
import { builtInOf } from './catalogue.ts';
import type { Handlers, HostContext, Service } from './context.ts';

/** Symbols read from the library at once, and looked through between two turns of the event loop. */
const pieceLength = 2 ** 20;
const sliceLength = 2 ** 17;

/** A symbol that stands in the text less often is hardly learned. */
const rareBelow = 5;

/** How a text was read, for what can be advised about it. */
interface Reading {
  readonly preparation: Preparation;
  /** As in CorpusSummary. */
  readonly source: string;
  /** As in CorpusDetail. */
  readonly encoding: string;
}

export function doctorReport(
  { engine, preferred, catalogue }: HostContext,
  text: Examined,
  findings: Findings,
  { preparation, source, encoding }: Reading,
): DoctorReport {
  const { parameters } = engine.summarize({
    model: smallestModel,
    training: preferred.training(),
    vocabulary: text.symbols.length,
    trainCharacters: text.characters,
  });
  const isFromFile = source !== 'pasted' && !source.startsWith('builtin:');
  return {
    ...describeFindings(text, findings, rareBelow),
    advice: advise(text, findings, {
      preparation,
      isFromFile,
      isMadeByRules: builtInOf(catalogue, source)?.kind === 'grammar',
      isUtf8: encoding.includes('UTF-8'),
      parameters,
    }),
  };
}

export class CorpusDoctor implements Service {
  readonly handlers = {
    'corpus.examine': async ({ corpus }) => {
      const { corpora } = this.#context.library;
      const { characters, source, encoding } = corpora.find(corpus);
      const { preparation } = corpora.origin(corpus);
      const text: Examined = { characters, ...corpora.symbols(corpus) };
      const findings = await this.#findingsOf(corpus, text);
      return doctorReport(this.#context, text, findings, { preparation, source, encoding });
    },
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #examining = new Map<CorpusId, Promise<Findings>>();

  constructor(context: HostContext) {
    this.#context = context;
  }

  #findingsOf(corpus: CorpusId, text: Examined): Promise<Findings> {
    const known = this.#context.library.examinations.find(corpus);
    if (known) return Promise.resolve(known);
    const begun =
      this.#examining.get(corpus) ?? this.#examine(corpus, text).finally(() => this.#examining.delete(corpus));
    this.#examining.set(corpus, begun);
    return begun;
  }

  async #examine(corpus: CorpusId, text: Examined): Promise<Findings> {
    const { library, closing } = this.#context;
    const examiner = new Examiner(text);
    for (let from = 0; from < text.characters; from += pieceLength) {
      const piece = await library.corpora.loadIds(corpus, { from, to: Math.min(from + pieceLength, text.characters) });
      for (let start = 0; start < piece.length; start += sliceLength) {
        closing.throwIfAborted();
        examiner.push(piece.subarray(start, start + sliceLength));
        await nextTurn();
      }
    }
    const findings = examiner.finish();
    library.examinations.put(corpus, findings);
    return findings;
  }
}
