// A new run from another's checkpoint: what changes, in words, and the run itself.

import { count, counted } from '../counting.ts';
import type { StoredCorpus } from '../library/corpora.ts';
import type { StoredRun } from '../library/runs.ts';
import type { BranchPlan, CheckpointChoice, RunId, TrainingSettings } from '../protocol/index.ts';
import type { HostContext } from './context.ts';

/** Symbols that a note spells out. */
const maxNamed = 12;

export function planBranch(model: readonly string[], text: readonly string[], isSameCorpus: boolean): BranchPlan {
  const known = new Set(model);
  const wanted = new Set(text);
  const added = text.filter((symbol) => !known.has(symbol));
  const dropped = model.filter((symbol) => !wanted.has(symbol));
  const shared = text.length - added.length;
  const sentences = [
    added.length + dropped.length === 0
      ? `Model and text have the same ${counted(shared, 'symbol')}.`
      : `Model and text share ${counted(shared, 'symbol')}.`,
    added.length > 0 ? `New to the model: ${listed(added)}; they begin as the mean of those it knows.` : '',
    dropped.length > 0 ? `Not in the text: ${listed(dropped)}; they are removed from the model.` : '',
    shared === 0 ? 'Nothing that it knows of symbols is of use here, only its recurrent layers are.' : '',
    isSameCorpus
      ? 'The optimizer goes on with what it has gathered unless you choose another one; length and schedule begin anew.'
      : 'Optimizer, length and schedule begin anew.',
  ];
  return { shared, added, dropped, note: sentences.filter((sentence) => sentence !== '').join(' ') };
}

export interface BranchWish {
  readonly parent: StoredRun;
  readonly checkpoint: CheckpointChoice;
  readonly corpus: StoredCorpus;
  readonly name: string;
  readonly training: TrainingSettings;
  readonly trainCharacters: number;
}

/** Adds the run with its first checkpoint, at rest. All or nothing. */
export async function addBranch({ library, engine }: HostContext, wish: BranchWish): Promise<RunId> {
  const { parent, corpus, training, trainCharacters } = wish;
  const { step, validation, parentState } = library.inSnapshot(() => {
    const { id } = library.checkpoints.choose(parent.id, wish.checkpoint);
    return { ...library.checkpoints.summary(id), parentState: library.checkpoints.state(parent.id, { id }) };
  });
  const symbols = library.corpora.symbols(corpus.id).symbols;
  const state = engine.branch({
    model: parent.model,
    labels: parent.labels.length,
    from: { ...parent, symbols: library.runs.symbols(parent.id) },
    to: { corpus: corpus.id, symbols, training, trainCharacters },
    state: parentState,
    validation,
  });
  const { progress } = state;
  // Where the parent's loss is not the branch's, there is none; NaN keeps it from being looked up.
  const written = await library.writeCheckpoint(parent.id, state, progress.best?.loss ?? Number.NaN);
  if (written.kind === 'failed') throw written.error;
  const measured = progress.best && library.validations.at(parent.id, step);
  return library.transaction((transaction) => {
    library.corpora.find(corpus.id);
    const id = library.runs.add({
      name: wish.name,
      corpus: corpus.id,
      model: parent.model,
      training,
      trainCharacters,
      labels: parent.labels,
      symbols,
      unit: corpus.unit,
      parent: { run: parent.id, name: parent.name, step },
    });
    library.runs.setProgress(id, progress);
    if (measured?.loss) library.validations.put(id, 0, measured.loss, measured.characters, measured.accuracy);
    library.publishCheckpoint(transaction, id, written.id);
    return id;
  });
}

function listed(symbols: readonly string[]): string {
  const named = symbols.slice(0, maxNamed).map(shown).join(' ');
  const more = symbols.length - maxNamed;
  return more > 0 ? `${named} and ${count(more)} more` : named;
}

/** White space and controls by their code points, as they cannot be seen. */
function shown(symbol: string): string {
  if (/^[^\p{C}\p{Z}]+$/u.test(symbol)) return symbol;
  return Array.from(
    symbol,
    (part) => `U+${(part.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ');
}
