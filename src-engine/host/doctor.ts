// Answers of the corpus doctor. A text is looked through once, in slices that leave the host free, and the findings are kept.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { advise } from '../corpus/doctor/advice.ts';
import { describeFindings, Examiner } from '../corpus/doctor/doctor.ts';
import type { Examined, Findings } from '../corpus/doctor/doctor.ts';
import type { CorpusId, DoctorReport, Preparation } from '../protocol/index.ts';
import { defaultModel, defaultTraining } from '../settings/defaults.ts';
import type { Handlers, HostContext } from './context.ts';

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
  { engine, processors }: HostContext,
  text: Examined,
  findings: Findings,
  { preparation, source, encoding }: Reading,
): DoctorReport {
  const { parameters } = engine.summarize({
    model: defaultModel,
    training: defaultTraining(processors),
    vocabulary: text.symbols.length,
    trainCharacters: text.characters,
  });
  const isFromFile = source !== 'pasted' && !source.startsWith('builtin:');
  return {
    ...describeFindings(text, findings, rareBelow),
    advice: advise(text, findings, { preparation, isFromFile, isUtf8: encoding.includes('UTF-8'), parameters }),
  };
}

export function createDoctorDesk(context: HostContext, signal: AbortSignal): Pick<Handlers, 'corpus.examine'> {
  const { library } = context;
  const examining = new Map<CorpusId, Promise<Findings>>();

  async function examine(corpus: CorpusId, text: Examined): Promise<Findings> {
    const examiner = new Examiner(text);
    for (let from = 0; from < text.characters; from += pieceLength) {
      const piece = await library.corpora.loadIds(corpus, { from, to: Math.min(from + pieceLength, text.characters) });
      for (let start = 0; start < piece.length; start += sliceLength) {
        signal.throwIfAborted();
        examiner.push(piece.subarray(start, start + sliceLength));
        await nextTurn();
      }
    }
    const findings = examiner.finish();
    library.examinations.put(corpus, findings);
    return findings;
  }

  function findingsOf(corpus: CorpusId, text: Examined): Promise<Findings> {
    const known = library.examinations.find(corpus);
    if (known) return Promise.resolve(known);
    const begun = examining.get(corpus) ?? examine(corpus, text).finally(() => examining.delete(corpus));
    examining.set(corpus, begun);
    return begun;
  }

  return {
    async 'corpus.examine'({ corpus }) {
      const { characters, source, encoding } = library.corpora.find(corpus);
      const { preparation } = library.corpora.origin(corpus);
      const text: Examined = { characters, ...library.corpora.symbols(corpus) };
      return doctorReport(context, text, await findingsOf(corpus, text), { preparation, source, encoding });
    },
  };
}
