// The conversation between page and engine over one MessagePort: asks with answers, and events.
// `Requests` is the whole list of what may be asked; `EngineEvent` of what is told unasked.

import type { CheckpointChanges, LibraryChanges, LibraryLists } from './changes.ts';
import type { ComparedRun, CurveBand, CurveRange } from './comparison.ts';
import type {
  CurveFormat,
  ErrorCode,
  EventKind,
  ExportFormat,
  KernelBuild,
  LabelledPart,
  NoticeSeverity,
  RunStart,
  RunState,
  Variants,
} from './choices.ts';
import type {
  CorpusDetail,
  CorpusPreview,
  CorpusSource,
  ImportedCorpus,
  EncodingChoice,
  Preparation,
} from './corpora.ts';
import type { DoctorReport } from './doctor.ts';
import type { NumberForecast } from './forecasts.ts';
import type { Gauges } from './gauges.ts';
import type { CheckpointId, CorpusId, FileGrant, RunId, SampleId, StreamId } from './ids.ts';
import type { Exported, ExportOptions, ModelInspection, Proof, TensorMapping } from './interchange.ts';
import type { FollowedLine, LabelTest } from './labels.ts';
import type { RateTest } from './learning-rate.ts';
import type { LibraryTrouble, Retention, StorageReport } from './library.ts';
import type { CellEquations, Connection, EqualModel, Memory } from './memory.ts';
import type {
  Accuracy,
  BranchPlan,
  CheckpointSummary,
  Curve,
  Forecast,
  ModelSummary,
  RunDetail,
  RunSummary,
  Specimen,
} from './runs.ts';
import type {
  BlendPart,
  Branching,
  CheckpointChoice,
  Completion,
  CopiedSpan,
  Distribution,
  SampleDraft,
  Ending,
  Passage,
  Pipeline,
  Relative,
  SampleDetail,
  SampleSearch,
  SampleSummary,
  SamplingNote,
  UnseenSymbol,
} from './samples.ts';
import type { TextToRead } from './reading.ts';
import type { SettingFields } from './setting-fields.ts';
import type {
  Decoding,
  Length,
  ModelSettings,
  SamplingSettings,
  SamplingStage,
  TextPreset,
  TrainingSettings,
} from './settings.ts';
import type { Authorship, Surprise } from './surprise.ts';
import type { Clamp, FollowedRule, SimilarPassages, UnitFactors, UnitName, UnitReading, UnitSearch } from './units.ts';
import type { Sentence } from './text/sentences.ts';
import type { TestScore, Yardsticks } from './yardsticks.ts';

/** What trains: which build of the kernels, as `Kernels` in the engine has it. */
export interface KernelsInUse {
  readonly build: KernelBuild;
  /** Why nothing faster is used; null where the fastest there is, is used. */
  readonly note: Sentence | null;
}

/** What a window has to know before it can draw: nothing of it takes time to find out. */
export interface Basics {
  readonly version: string;
  readonly processors: number;
  readonly libraryFile: string;
  readonly defaults: {
    readonly model: ModelSettings;
    readonly training: TrainingSettings;
    readonly sampling: SamplingSettings;
    /** Every stage once, in the usual order, with the values that its control begins with. */
    readonly stages: readonly SamplingStage[];
    /** Every way to find a text once, likewise. */
    readonly decodings: readonly Decoding[];
    readonly preparation: Preparation;
  };
  /** How the settings of a model and its training are entered. */
  readonly settings: SettingFields;
}

/** With what has to be tried and measured on this machine: a few tenths of a second when it is first asked for. */
export interface About extends Basics {
  readonly kernels: KernelsInUse;
  /** This machine's measured peak of the matrix product with `threads` threads, in GFLOP/s. */
  readonly peak: { readonly gigaflops: number; readonly threads: number } | null;
  /** By key of the catalogue: seconds of training here until what is written can be read; where that is known. */
  readonly legibleAfter: Readonly<Record<string, number>>;
}

export interface LibraryOverview extends LibraryLists {
  /** Null: all is saved. */
  readonly trouble: LibraryTrouble | null;
}

interface Exchange<Ask, Answer> {
  readonly ask: Ask;
  readonly answer: Answer;
}

type Nothing = Record<never, never>;

export interface Requests {
  'engine.basics': Exchange<Nothing, Basics>;
  'engine.about': Exchange<Nothing, About>;
  'library.overview': Exchange<Nothing, LibraryOverview>;
  'library.storage': Exchange<Nothing, StorageReport>;
  /** Gives the room of what was deleted back to the disk, a little at a time; training and asking go on meanwhile. */
  'library.cleanup': Exchange<Nothing, { readonly freedBytes: number }>;
  /** A consistent copy in one file, taken while training runs; `file` is a place to write. */
  'library.backup': Exchange<{ readonly file: FileGrant }, { readonly bytes: number }>;
  /** Gone for everybody, but for a while it can be brought back. What trains is paused first. */
  'library.put-run-aside': Exchange<{ readonly run: RunId }, Nothing>;
  /** With its runs, whose ids are answered: gone for everybody, but for a while it can be brought back. */
  'library.put-corpus-aside': Exchange<{ readonly corpus: CorpusId }, { readonly runs: readonly RunId[] }>;
  /** What was put aside a short while ago. `corpus` null: the runs alone. */
  'library.bring-back': Exchange<{ readonly corpus: CorpusId | null; readonly runs: readonly RunId[] }, Nothing>;
  /** Gone for everybody, but for a while it can be brought back. The newest is refused: a run goes on from it. */
  'library.put-checkpoint-aside': Exchange<{ readonly run: RunId; readonly checkpoint: CheckpointId }, Nothing>;
  /** Refused where the run has gone another way since. */
  'library.bring-checkpoint-back': Exchange<{ readonly run: RunId; readonly checkpoint: CheckpointId }, Nothing>;
  'library.delete-run': Exchange<{ readonly run: RunId }, Nothing>;
  /** Deletes its runs and their samples too: the page names them first. */
  'library.delete-corpus': Exchange<{ readonly corpus: CorpusId }, Nothing>;

  /**
   * Reads without keeping: what the import would give; of a big text, only the first megabytes, unless `whole`.
   * `task` is the asker's name for the work, for its progress and for 'corpus.cancel'; a new one of the same number
   * ends the old. Without `preparation`: the default one.
   */
  'corpus.preview': Exchange<
    {
      readonly source: CorpusSource;
      readonly preparation?: Preparation;
      readonly task?: number;
      readonly whole?: boolean;
    },
    CorpusPreview
  >;
  /** Importing the same text twice answers with the corpus that is already there. */
  'corpus.import': Exchange<
    {
      readonly source: CorpusSource;
      readonly preparation?: Preparation;
      readonly name?: string;
      readonly task?: number;
    },
    ImportedCorpus
  >;
  /** Ends the preview or import, which is then refused as 'cancelled'; nothing stays behind. */
  'corpus.cancel': Exchange<{ readonly task: number }, Nothing>;
  /** What this machine can decode. */
  'corpus.encodings': Exchange<Nothing, readonly EncodingChoice[]>;
  /** Writes the text as UTF-8; the place was chosen in the system's dialog. */
  'corpus.export': Exchange<
    { readonly corpus: CorpusId; readonly file: FileGrant; readonly task?: number },
    { readonly bytes: number }
  >;
  'corpus.show': Exchange<{ readonly corpus: CorpusId }, CorpusDetail>;
  /** `length` symbols of the text from the symbol `start` on, fewer at its end. */
  'corpus.read': Exchange<
    { readonly corpus: CorpusId; readonly start: number; readonly length: number },
    { readonly start: number; readonly text: string }
  >;
  /**
   * Where the words stand, whatever their case: the first place from the symbol `from` on, or the last one before it;
   * past the end it goes round. `number` says which of all places that is, from 1 on; null and 0: they stand nowhere.
   */
  'corpus.find': Exchange<
    { readonly corpus: CorpusId; readonly text: string; readonly from: number; readonly backwards: boolean },
    { readonly at: number | null; readonly number: number; readonly total: number }
  >;
  'corpus.rename': Exchange<{ readonly corpus: CorpusId; readonly name: string }, Nothing>;

  /** Looks through the whole text the first time; what was found is kept. */
  'corpus.examine': Exchange<{ readonly corpus: CorpusId }, DoctorReport>;
  /** The same of a text that is only read and not kept; `preparation` and `task` as for 'corpus.preview'. */
  'corpus.examine-source': Exchange<
    { readonly source: CorpusSource; readonly preparation?: Preparation; readonly task?: number },
    DoctorReport
  >;
  /**
   * Answers at once with what is known; the rest is measured beside everything else, kept, and told as
   * `corpus.yardsticks` events. Only the sizes of the parts count: the same split is measured once.
   */
  'corpus.yardsticks': Exchange<
    { readonly corpus: CorpusId; readonly validation: number; readonly test: number },
    Yardsticks
  >;

  'run.presets': Exchange<{ readonly corpus: CorpusId }, readonly TextPreset[]>;
  'run.plan': Exchange<
    { readonly corpus: CorpusId; readonly model: ModelSettings; readonly training: TrainingSettings },
    ModelSummary
  >;
  /**
   * Trains for about 20 seconds at growing learning rates and keeps nothing of it. `task` as in 'corpus.preview':
   * progress is told as `task.progress`, and 'task.cancel' ends it. Refused with 'run-busy' while a run trains.
   */
  'run.rates': Exchange<
    {
      readonly corpus: CorpusId;
      readonly model: ModelSettings;
      readonly training: TrainingSettings;
      readonly task?: number;
    },
    RateTest
  >;
  'run.start': Exchange<
    {
      readonly corpus: CorpusId;
      readonly name?: string;
      readonly model: ModelSettings;
      readonly training: TrainingSettings;
      /** 'now' where it is left out. */
      readonly start?: RunStart;
    },
    RunSummary
  >;
  /**
   * Trains a run that is at rest for `length` more than it has done, finished or not. A cosine schedule is stretched to
   * the new end: within its warm-up the rate rises to where a run of the whole length would have it, then falls to the
   * floor again.
   */
  'run.extend': Exchange<{ readonly run: RunId; readonly length: Length; readonly start?: RunStart }, RunSummary>;
  /** The differences that a branch has to bridge; changes nothing. */
  'run.branch.plan': Exchange<
    { readonly run: RunId; readonly checkpoint: CheckpointChoice; readonly corpus: CorpusId },
    BranchPlan
  >;
  /**
   * A new run from a checkpoint, with other training settings or on another corpus; the model keeps its shape but for
   * the symbols.
   * Its steps, its length and its schedule begin anew.
   */
  'run.branch': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly corpus: CorpusId;
      readonly name?: string;
      readonly training: TrainingSettings;
      readonly start: RunStart;
    },
    RunSummary
  >;
  /**
   * Puts a run that is at rest into the queue, or moves it there (1 is next); null takes it out: it is again what it
   * was before.
   */
  'run.queue': Exchange<{ readonly run: RunId; readonly place: number | null }, RunSummary>;
  /** Writes a checkpoint after the current step and lets the processors rest. */
  'run.pause': Exchange<{ readonly run: RunId }, Nothing>;
  /**
   * From pause, stop, interruption, failure or the queue: goes on from the last good checkpoint. `fromQueue`: only if
   * it still waits there.
   */
  'run.continue': Exchange<{ readonly run: RunId; readonly fromQueue?: boolean }, RunSummary>;
  /**
   * Ends the run after the current step, with a checkpoint; it can still be continued. The next in the queue begins.
   */
  'run.stop': Exchange<{ readonly run: RunId }, Nothing>;
  'run.show': Exchange<{ readonly run: RunId }, RunDetail>;
  /** At most `points` points of the training curve, thinned by min and max so that spikes stay. */
  'run.curve': Exchange<{ readonly run: RunId; readonly points: number }, Curve>;
  /** Of the steps that were looked at while it trained. */
  'run.gauges': Exchange<{ readonly run: RunId }, Gauges>;
  /** What stands in a table of these runs, in their order. */
  'run.compare': Exchange<{ readonly runs: readonly RunId[] }, readonly ComparedRun[]>;
  /** Their curves, or parts of them, in at most `stretches` stretches each, in their order. */
  'run.bands': Exchange<{ readonly ranges: readonly CurveRange[]; readonly stretches: number }, readonly CurveBand[]>;
  /**
   * The test loss of the best checkpoint, measured now where it is not known; null without a test part or checkpoint.
   */
  'run.test': Exchange<{ readonly run: RunId }, TestScore | null>;
  'run.rename': Exchange<{ readonly run: RunId; readonly name: string }, Nothing>;
  'run.star': Exchange<{ readonly run: RunId; readonly starred: boolean }, Nothing>;
  /** Which checkpoints stay, from now on and at once. */
  'run.retention': Exchange<{ readonly run: RunId } & Retention, { readonly freedBytes: number }>;
  'run.threads': Exchange<{ readonly run: RunId; readonly threads: number }, Nothing>;

  /**
   * Writes a checkpoint's model to a place that was chosen, whole or not at all, reads it again and compares. `task` as
   * in 'corpus.preview': progress is told as `task.progress`, and 'task.cancel' ends it. Options that are left out:
   * float32, all comes along.
   */
  'model.export': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly format: ExportFormat;
      readonly file: FileGrant;
      readonly options?: Partial<ExportOptions>;
      readonly task?: number;
    },
    Exported
  >;
  /** Writes the whole loss curve: step, training loss, validation loss, in nats a character or an answer. */
  'file.write-curve': Exchange<
    { readonly run: RunId; readonly format: CurveFormat; readonly file: FileGrant },
    { readonly bytes: number }
  >;
  /** Writes what the page has drawn, such as a chart; at most 64 MB. */
  'file.write': Exchange<{ readonly file: FileGrant; readonly bytes: Uint8Array }, Nothing>;
  /** Looks at a model file or folder, believing nothing; keeps nothing. */
  'model.inspect': Exchange<
    {
      readonly file: FileGrant;
      readonly mapping?: TensorMapping;
      /** Tensors of a foreign file that take no part in what the model computes. */
      readonly ignored?: readonly string[];
      readonly vocabulary?: FileGrant;
      readonly task?: number;
    },
    ModelInspection
  >;
  /** A new run from it, at rest. */
  'model.import': Exchange<
    {
      readonly file: FileGrant;
      readonly name?: string;
      /** Of a foreign file. */
      readonly mapping?: TensorMapping;
      readonly ignored?: readonly string[];
      /** A JSON file with the symbols, where the model's own has none. */
      readonly vocabulary?: FileGrant;
      readonly task?: number;
    },
    RunSummary
  >;
  /** Asks an exported model its golden prompt again. */
  'model.verify': Exchange<{ readonly file: FileGrant }, Proof>;
  /** Ends an export or import of a model, which is then refused as 'cancelled'; nothing stays behind. */
  'task.cancel': Exchange<{ readonly task: number }, Nothing>;

  /** What a run that tells labels apart says to a line, symbol by symbol. */
  'label.follow': Exchange<
    { readonly run: RunId; readonly checkpoint: CheckpointChoice; readonly text: string },
    FollowedLine
  >;
  /** To many lines, each at its end: (L, labels) probabilities. Of `cut` lines only the beginning was read. */
  'label.lines': Exchange<
    { readonly run: RunId; readonly checkpoint: CheckpointChoice; readonly texts: readonly string[] },
    {
      readonly step: number;
      readonly labels: readonly string[];
      readonly probabilities: Float32Array;
      readonly cut: number;
    }
  >;
  /** To the lines of its own corpus, whose labels are known. */
  'label.test': Exchange<
    { readonly run: RunId; readonly checkpoint: CheckpointChoice; readonly part: LabelledPart },
    LabelTest
  >;

  /** How the column of numbers goes on that a run was trained on. */
  'forecast.run': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly steps: number;
      readonly streams: number;
      readonly seed: number;
    },
    NumberForecast
  >;

  /** The prompt's symbols that the model has never seen. */
  'sample.unseen': Exchange<{ readonly run: RunId; readonly prompt: string }, readonly UnseenSymbol[]>;
  /**
   * Text follows as `sample.text` events; the finished sample is kept in the library. `fed`: the prompt as it was read,
   * without the symbols that no model which writes has ever seen.
   */
  'sample.generate': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly blend?: readonly BlendPart[];
      readonly prompt: string;
      readonly sampling: SamplingSettings;
      /** Where it branches off another sample; noted, nothing more: the prompt holds all that is read. */
      readonly parent?: Branching;
      /** False: the text is told and forgotten, and `sample.ended` follows in place of `sample.finished`. */
      readonly keep?: boolean;
    },
    { readonly stream: StreamId; readonly step: number; readonly fed: string }
  >;
  /**
   * Several texts at once, with the seeds seed, seed + 1, …: each is what `sample.generate` would write with that seed.
   */
  'sample.several': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly blend?: readonly BlendPart[];
      readonly prompt: string;
      readonly sampling: SamplingSettings;
      readonly texts: number;
    },
    {
      readonly streams: readonly StreamId[];
      readonly step: number;
      readonly fed: string;
      readonly notes: readonly SamplingNote[];
    }
  >;
  /** What the stages make of the next character after `context`. Nothing is generated. */
  'sample.distribution': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly blend?: readonly BlendPart[];
      readonly context: string;
      readonly stages: readonly SamplingStage[];
      readonly seed: number;
      /** How the text is to be found, for the notes; left out: drawn. */
      readonly decoding?: Decoding;
    },
    Distribution
  >;
  /** A short text at once, which is not kept; 'task.cancel' ends it. */
  'sample.draft': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly blend?: readonly BlendPart[];
      readonly prompt: string;
      readonly sampling: SamplingSettings;
      /** Units of the first model that are held at a value while it reads and writes. */
      readonly clamps?: readonly Clamp[];
      readonly task?: number;
    },
    SampleDraft
  >;
  /**
   * How a text could go on after `context`: `alternatives` continuations with different first symbols. The first is
   * drawn as the stages say, the others begin with the likeliest of the rest. Each ends before the next line end, else
   * at a word's end within `length` symbols. Chance depends on the seed and on `position` alone (UTF-16 units before it
   * in the whole text), so that who types what was offered is offered the rest of it. Nothing is kept. A newer ask
   * supersedes one under way, which is refused as 'cancelled'.
   */
  'sample.complete': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly context: string;
      readonly position: number;
      readonly stages: readonly SamplingStage[];
      readonly seed: number;
      readonly length: number;
      readonly alternatives: number;
    },
    { readonly step: number; readonly completions: readonly Completion[] }
  >;
  'sample.stop': Exchange<{ readonly stream: StreamId }, Nothing>;
  /** Kept samples, the newest first. */
  'sample.list': Exchange<SampleSearch & { readonly count: number }, readonly SampleSummary[]>;
  'sample.show': Exchange<{ readonly sample: SampleId }, SampleDetail>;
  'sample.edit': Exchange<
    { readonly sample: SampleId; readonly name?: string | null; readonly starred?: boolean },
    SampleSummary
  >;
  /** Writes a kept sample anew from its receipt. The stream's text is not kept again. */
  'sample.replay': Exchange<{ readonly sample: SampleId }, { readonly identical: boolean; readonly text: string }>;
  /**
   * How much the model is surprised by every symbol of a text that follows a prompt: −log₂ p, and the symbol's UTF-16
   * units.
   */
  'sample.weigh': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly blend?: readonly BlendPart[];
      readonly prompt: string;
      readonly text: string;
    },
    { readonly lengths: Uint8Array; readonly surprisals: Float32Array }
  >;
  /** Stretches of at least `min` symbols that stand verbatim in the training part of the run's corpus. */
  'sample.copies': Exchange<
    { readonly run: RunId; readonly text: string; readonly min: number },
    readonly CopiedSpan[]
  >;
  /** So many symbols of a corpus around a place. */
  'corpus.passage': Exchange<{ readonly corpus: CorpusId; readonly from: number; readonly symbols: number }, Passage>;
  /** A model reads a text. `task` as in 'model.export'; 'task.cancel' ends it at once. */
  'surprise.read': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly source: TextToRead;
      readonly task?: number;
    },
    Surprise
  >;
  /** Every model of the library reads the beginning of a text. `task` as before. */
  'surprise.whose': Exchange<{ readonly source: TextToRead; readonly task?: number }, Authorship>;
  /**
   * On `text` where it is given, else on text that was held out from training, else on what the model writes itself.
   */
  'memory.measure': Exchange<
    { readonly run: RunId; readonly checkpoint: CheckpointChoice; readonly text?: string },
    Memory
  >;
  'memory.equations': Exchange<Pick<ModelSettings, 'cell' | 'nonlinearity'>, CellEquations>;
  /** A model of every cell, with about as many parameters as the run's, which is among them. */
  'memory.equals': Exchange<{ readonly run: RunId }, readonly EqualModel[]>;
  /** `at` is a symbol of the text, the first is 0; the last one where it is left out. */
  'memory.connect': Exchange<
    { readonly run: RunId; readonly checkpoint: CheckpointChoice; readonly text: string; readonly at?: number },
    Connection
  >;
  /** Reads the states of a model along a text, of which the other requests about units ask. `task` as before. */
  'units.open': Exchange<
    {
      readonly run: RunId;
      readonly checkpoint: CheckpointChoice;
      readonly source: TextToRead;
      readonly task?: number;
    },
    UnitReading
  >;
  /** A unit's value after each symbol, as a byte. */
  'units.values': Exchange<
    { readonly reading: number; readonly unit: UnitName; readonly task?: number },
    { readonly values: Uint8Array }
  >;
  'units.search': Exchange<
    { readonly reading: number; readonly rule: FollowedRule; readonly task?: number },
    UnitSearch
  >;
  /** `count` of 1 to 8. */
  'units.factors': Exchange<{ readonly reading: number; readonly count: number; readonly task?: number }, UnitFactors>;
  /** Passages elsewhere during which the units are as between two symbols of the text that was read. */
  'units.similar': Exchange<
    { readonly reading: number; readonly from: number; readonly to: number; readonly task?: number },
    SimilarPassages
  >;
  'pipeline.list': Exchange<Nothing, readonly Pipeline[]>;
  'pipeline.save': Exchange<{ readonly name: string; readonly stages: readonly SamplingStage[] }, Nothing>;
  'pipeline.delete': Exchange<{ readonly name: string }, Nothing>;
  /** The text, all that it branched off, and all that branched off any of them; parents before their branches. */
  'sample.family': Exchange<{ readonly sample: SampleId }, readonly Relative[]>;
  /** What has branched off it stays. It can be brought back for a day. */
  'sample.delete': Exchange<{ readonly sample: SampleId }, Nothing>;
  /** Deletes it and all that branched off it. @returns which those are, to bring them back */
  'sample.prune': Exchange<{ readonly sample: SampleId }, { readonly samples: readonly SampleId[] }>;
  /** Brings back what was deleted a short time ago. */
  'sample.restore': Exchange<{ readonly samples: readonly SampleId[] }, Nothing>;
}

export type RequestName = keyof Requests;
export type Ask<Name extends RequestName> = Requests[Name]['ask'];
export type Answer<Name extends RequestName> = Requests[Name]['answer'];

/** A training loss; `loss` is the mean of the step's chunk. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

export type EngineEvent = Variants<
  EventKind,
  /** Lists have changed. Null: another process has changed them, so they have to be asked for again. */
  | { readonly kind: 'library.changed'; readonly changes: LibraryChanges | null }
  | {
      readonly kind: 'run.progress';
      readonly run: RunId;
      readonly step: number;
      readonly totalSteps: number | null;
      /** Times the training text was read, with its fraction. */
      readonly epoch: number;
      /** Smoothed training loss at `step`, as the curve is usually drawn. */
      readonly loss: number;
      readonly learningRate: number;
      readonly charactersPerSecond: number;
      /** That the run has been at work, and what it was trained on, over all sittings. */
      readonly seconds: number;
      readonly characters: number;
      readonly secondsLeft: number | null;
      /** Of the validation loss at the end; null while nobody can know. */
      readonly forecast: Forecast | null;
      /** What share of the machine's matrix-product peak the run reaches; null before the peak is known. */
      readonly peakShare: number | null;
      /** New points of the curve since the last event. */
      readonly points: readonly LossPoint[];
    }
  | {
      readonly kind: 'run.validation';
      readonly run: RunId;
      readonly step: number;
      readonly loss: number;
      /** Of a run that tells labels apart. */
      readonly accuracy?: Accuracy | null;
    }
  /** A new one is durable; others may have gone for it. */
  | ({
      readonly kind: 'run.checkpoint';
      readonly run: RunId;
      readonly checkpoint: CheckpointSummary;
    } & CheckpointChanges)
  | ({ readonly kind: 'run.checkpoints'; readonly run: RunId } & CheckpointChanges)
  | { readonly kind: 'run.specimen'; readonly run: RunId; readonly specimen: Specimen }
  | { readonly kind: 'run.state'; readonly run: RunId; readonly state: RunState; readonly message: string | null }
  | {
      readonly kind: 'sample.text';
      readonly stream: StreamId;
      readonly text: string;
      /** UTF-16 units of each symbol of the text. */
      readonly lengths: Uint8Array;
      /** −log₂ p of each symbol in the model's own distribution. */
      readonly surprisals: Float32Array;
    }
  | {
      readonly kind: 'sample.finished';
      readonly stream: StreamId;
      readonly sample: SampleDetail;
      readonly charactersPerSecond: number;
    }
  | { readonly kind: 'sample.ended'; readonly stream: StreamId; readonly ending?: Ending }
  | { readonly kind: 'sample.failed'; readonly stream: StreamId; readonly error: EngineError }
  | { readonly kind: 'run.test'; readonly run: RunId; readonly score: TestScore }
  | {
      readonly kind: 'corpus.yardsticks';
      readonly corpus: CorpusId;
      /** Shares, as asked. */
      readonly validation: number;
      readonly test: number;
      readonly yardsticks: Yardsticks;
      /** Why the rest could not be measured; null if all is well. */
      readonly problem: Sentence | null;
    }
  /** `task` is 0 where the asker gave none. */
  | { readonly kind: 'corpus.progress'; readonly task: number; readonly title: string; readonly share: number }
  /** Of an export or import of a model; `share` of 0 to 1. */
  | { readonly kind: 'task.progress'; readonly task: number; readonly title: string; readonly share: number }
  /** Since when the library cannot be saved (milliseconds since 1970), and why; nulls when it can again. */
  | { readonly kind: 'library.trouble'; readonly since: number | null; readonly why: Sentence | null }
  | { readonly kind: 'notice'; readonly severity: NoticeSeverity; readonly text: Sentence }
>;

/** One clear sentence for a person, and a code for programs. */
export interface EngineError {
  readonly code: ErrorCode;
  /** What is wrong and what to do about it. */
  readonly sentence: Sentence;
  /** The sentence in English. */
  readonly message: string;
}

export type ToEngine = {
  [Name in RequestName]: { readonly kind: 'ask'; readonly id: number; readonly name: Name; readonly body: Ask<Name> };
}[RequestName];

export type FromEngine =
  | { readonly kind: 'answer'; readonly id: number; readonly body: Answer<RequestName> }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: EngineError }
  /** In the order in which they happened; at least one. */
  | { readonly kind: 'events'; readonly events: readonly EngineEvent[] };
