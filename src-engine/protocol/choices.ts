// Every closed set that somebody chooses from, or that is told apart by name, once: its list at run time, and its type
// out of the list. Whoever needs all members reads the list; a table over a set is a `Record` over its type, so that
// the compiler names every table that lacks a new member (tests/types holds the proof). Where an order is shown, it is
// the list's.

/** The members of a list. */
export type OneOf<List extends readonly string[]> = List[number];

/**
 * A union told apart by `kind`, of exactly the kinds of a list: one that is missing, or one too many, is an error where
 * the union is written.
 */
export type Variants<Kind extends string, Union extends EachOf<Kind, Union>> = Union;

type EachOf<Kind extends string, Union> = { readonly kind: Kind } & ([Kind] extends [KindOf<Union>]
  ? unknown
  : { readonly lacking: Exclude<Kind, KindOf<Union>> });

type KindOf<Union> = Union extends { readonly kind: infer Kind } ? Kind : never;

// Models and their training.

export const cells = ['lstm', 'cifg', 'gru', 'rnn'] as const;
export type CellKind = OneOf<typeof cells>;

/** generate: go on writing as the text does · classify: tell what label a line has */
export const tasks = ['generate', 'classify'] as const;
export type Task = OneOf<typeof tasks>;

/** Of the vanilla cell. */
export const nonlinearities = ['tanh', 'relu'] as const;
export type Nonlinearity = OneOf<typeof nonlinearities>;

export const optimizers = ['adamw', 'adam', 'rmsprop', 'sgd'] as const;
export type OptimizerKind = OneOf<typeof optimizers>;

export const clippingKinds = ['norm', 'value', 'none'] as const;
export type ClippingKind = OneOf<typeof clippingKinds>;

export const scheduleKinds = ['cosine', 'constant', 'step', 'plateau'] as const;
export type ScheduleKind = OneOf<typeof scheduleKinds>;

export const lengthKinds = ['minutes', 'epochs', 'steps'] as const;
export type LengthKind = OneOf<typeof lengthKinds>;

/** What ends a run before its length. ngram: that it has beaten the 5-gram */
export const goalKinds = ['none', 'loss', 'bits', 'ngram'] as const;
export type GoalKind = OneOf<typeof goalKinds>;

/** In the order in which window and help show them. */
export const settingGroups = ['model', 'length', 'optimizer', 'records'] as const;
export type SettingGroup = OneOf<typeof settingGroups>;

/**
 * suggested: by the catalogue for its own text · classifier, simple-rnn: of a text whose lines have labels · the others
 * are sized by measured speed
 */
export const presetKeys = ['suggested', 'classifier', 'simple-rnn', 'quick', 'balanced', 'thorough'] as const;
export type PresetKey = OneOf<typeof presetKeys>;

// Writing.

/**
 * In the order in which a new pipeline applies them. Ordered as llama.cpp orders them, after the bans: what knows the
 * text first, then what rules out, then what shapes the draw.
 */
export const stageKinds = [
  'ban',
  'bias',
  'repetition',
  'frequency',
  'dry',
  'top-k',
  'typical',
  'top-p',
  'min-p',
  'xtc',
  'temperature',
  'mirostat',
] as const;
export type StageKind = OneOf<typeof stageKinds>;

export const decodingKinds = ['draw', 'best-of', 'beam'] as const;
export type DecodingKind = OneOf<typeof decodingKinds>;

/** Checkpoints that have a name: the best by validation (else the last), and the last. */
export const checkpointNames = ['best', 'last'] as const;
export type CheckpointName = OneOf<typeof checkpointNames>;

// Looking inside.

/** What kind of symbol is remembered: quotes before the rest of what is neither letter nor digit. */
export const symbolClasses = ['letters', 'digits', 'spaces', 'line-ends', 'quotes', 'others'] as const;
export type SymbolClass = OneOf<typeof symbolClasses>;

/** What one operation of a cell's step does with numbers of (N, H). */
export const operators = ['add', 'subtract', 'multiply', 'sigmoid', 'tanh', 'relu'] as const;
export type Operator = OneOf<typeof operators>;

/**
 * Where the text comes from that a memory is measured on: given, held out from training, written by the model itself,
 * or, where a model does not write and nothing was held out, what it was trained on.
 */
export const memoryTexts = ['given', 'held-out', 'own', 'trained'] as const;
export type MemoryText = OneOf<typeof memoryTexts>;

// Units.

/** What units can be asked to follow by name. */
export const unitRules = ['quotes', 'brackets', 'comments', 'lines', 'words', 'capitals'] as const;
export type UnitRule = OneOf<typeof unitRules>;

// Telling labels apart.

/**
 * held-out: what no training has read, the test part where there is one, else the validation part · training: what it
 * was trained on
 */
export const labelledParts = ['held-out', 'training'] as const;
export type LabelledPart = OneOf<typeof labelledParts>;

// Runs.

/**
 * queued: waits for its turn · training: a trainer is at work · paused: by the user · finished: reached its length, or
 * stopped early because the validation loss fell no more (see `message`) · stopped: by the user · interrupted: the
 * engine ended without closing the run · failed: see `message`
 */
export const runStates = ['queued', 'training', 'paused', 'finished', 'stopped', 'interrupted', 'failed'] as const;
export type RunState = OneOf<typeof runStates>;

/** Of a run that belongs to nobody and waits for nothing. */
export type RestingState = Exclude<RunState, 'training' | 'queued' | 'interrupted'>;

/** What a run comes to by itself. */
export const runEnds = ['finished', 'failed'] as const satisfies readonly RunState[];
export type RunEnd = OneOf<typeof runEnds>;

/** Begin at once (refused with 'run-busy' while another run trains), or wait in the queue. */
export const runStarts = ['now', 'queued'] as const;
export type RunStart = OneOf<typeof runStarts>;

// Corpora.

export const sourceKinds = ['files', 'builtin', 'text'] as const;
export type SourceKind = OneOf<typeof sourceKinds>;

/**
 * What counts as one character: a Unicode code point, or what a reader sees as one (a flag, a letter with its accents).
 */
export const corpusUnits = ['codepoint', 'grapheme'] as const;
export type CorpusUnit = OneOf<typeof corpusUnits>;

/** In the order in which they are applied. */
export const cleaningKinds = [
  'gutenberg',
  'html',
  'csv',
  'jsonl',
  'subtitles',
  'controls',
  'nfc',
  'nfkc',
  'lowercase',
  'spaces',
  'blank-lines',
  'unique-lines',
  'numbers',
] as const;
export type CleaningKind = OneOf<typeof cleaningKinds>;

/** Steps that keep a column or a field, which has to be named. */
export const tableKinds = ['csv', 'jsonl'] as const satisfies readonly CleaningKind[];
export type TableKind = OneOf<typeof tableKinds>;

/** Steps of which more is said than their name. */
export const detailedCleaningKinds = [...tableKinds, 'numbers'] as const satisfies readonly CleaningKind[];
export type DetailedCleaningKind = OneOf<typeof detailedCleaningKinds>;

export function isDetailedCleaning(kind: CleaningKind): kind is DetailedCleaningKind {
  return detailedCleaningKinds.some((detailed) => detailed === kind);
}

/** Steps that are on or off. */
export type PlainCleaningKind = Exclude<CleaningKind, DetailedCleaningKind>;
export const plainCleaningKinds = cleaningKinds.filter((kind): kind is PlainCleaningKind => !isDetailedCleaning(kind));

export const rareTreatments = ['keep', 'drop', 'replace'] as const;
export type RareTreatment = OneOf<typeof rareTreatments>;

/** The built-in texts that the first screen leads to by doors of their own. */
export const catalogueDoors = ['minute', 'book'] as const;
export type CatalogueDoor = OneOf<typeof catalogueDoors>;

/** What a built-in text is, roughly: the catalogue is shown in these groups. */
export const catalogueKinds = ['prose', 'verse', 'speech', 'code', 'list', 'grammar', 'labelled', 'numbers'] as const;
export type CatalogueKind = OneOf<typeof catalogueKinds>;

/**
 * Signs of something that is no plain text, or that was read wrongly. mojibake: UTF-8 that was read as something else,
 * 'Ã©', 'â€™' · replacement: U+FFFD, bytes that could not be read · private-use: symbols without a meaning of their own
 * · control: control characters but NUL, tab and line end
 */
export const traceKinds = [
  'mojibake',
  'replacement',
  'private-use',
  'nul',
  'control',
  'gutenberg',
  'html',
  'csv',
  'jsonl',
  'subtitles',
] as const;
export type TraceKind = OneOf<typeof traceKinds>;

export const adviceCodes = [
  ...traceKinds,
  'too-small',
  'vocabulary',
  'one-line',
  'duplicates',
  'blank-lines',
  'accents',
  'emoji',
  'labels',
] as const;
export type AdviceCode = OneOf<typeof adviceCodes>;

/** The weightiest first. problem: the text is not what it should be · warning: training suffers · hint: worth a look */
export const adviceSeverities = ['problem', 'warning', 'hint'] as const;
export type AdviceSeverity = OneOf<typeof adviceSeverities>;

// What leaves and enters.

/**
 * charloom: one file with everything · safetensors: a folder that PyTorch loads · onnx: a folder with a step and a
 * sequence model · html: one page that writes by itself · pytorch-job: a folder that trains on under torchrun
 */
export const exportFormats = ['charloom', 'safetensors', 'onnx', 'html', 'pytorch-job'] as const;
export type ExportFormat = OneOf<typeof exportFormats>;

/** How the weights of an html page are stored. */
export const weightPrecisions = ['float32', 'float16', 'int8'] as const;
export type WeightPrecision = OneOf<typeof weightPrecisions>;

export const curveFormats = ['csv', 'json'] as const;
export type CurveFormat = OneOf<typeof curveFormats>;

/** Decides which endings the dialog offers. */
export const saveKinds = ['text', 'library', 'folder', ...exportFormats, 'png', 'svg', ...curveFormats] as const;
export type SaveKind = OneOf<typeof saveKinds>;

/** What a dialog for one file or folder is to find. */
export const openKinds = ['model', 'model-folder', 'vocabulary'] as const;
export type OpenKind = OneOf<typeof openKinds>;

/**
 * What the engine may do with a granted path: a file chosen to be read is never written to. 'replace': somebody has
 * been asked whether what lies there may go; with 'write' it goes only if it is an earlier export of the same kind.
 */
export const fileUses = ['read', 'write', 'replace'] as const;
export type FileUse = OneOf<typeof fileUses>;

// The app.

export const themes = ['system', 'light', 'dark'] as const;
export type ThemeChoice = OneOf<typeof themes>;

export const textSizes = ['small', 'medium', 'large', 'huge'] as const;
export type TextSize = OneOf<typeof textSizes>;

/** That the window can speak. */
export const languages = ['en', 'de'] as const;
export type Language = OneOf<typeof languages>;

export const languageChoices = ['system', ...languages] as const;
export type LanguageChoice = OneOf<typeof languageChoices>;

/** How thousands are grouped, and which sign parts the decimals. language: as the language in use has it. */
export const numberStyles = ['language', 'space-point', 'space-comma', 'comma-point', 'point-comma'] as const;
export type NumberStyle = OneOf<typeof numberStyles>;

/** How much of the machine training may take: 'half' of the threads of its run; 'rest' is a pause. */
export const powerUses = ['full', 'half', 'rest'] as const;
export type PowerUse = OneOf<typeof powerUses>;

/** When the window is closed while a model is trained. */
export const backgroundWishes = ['ask', 'keep', 'pause'] as const;
export type BackgroundWish = OneOf<typeof backgroundWishes>;

/**
 * All that the app can be told to do from its menu, its palette or its keys; in the order in which the palette offers
 * them.
 */
export const actions = [
  'new-run',
  'import',
  'import-folder',
  'import-model',
  'start-run',
  'queue-run',
  'unqueue-run',
  'continue-run',
  'pause-run',
  'stop-run',
  'extend-run',
  'write-text',
  'write-on',
  'write-again',
  'stop-writing',
  'edit-text',
  'copy-text',
  'take-back',
  'train',
  'generate',
  'inside',
  'compare-runs',
  'export-model',
  'duplicate-run',
  'branch-run',
  'prepare-corpus',
  'export-corpus',
  'rename',
  'star',
  'delete',
  'save-text',
  'print',
  'find',
  'search-library',
  'show-library',
  'palette',
  'settings',
  'storage',
  'back-up',
  'help',
  'licences',
  'copy-diagnostics',
  'log-folder',
  'check-updates',
  'about',
] as const;
export type Action = OneOf<typeof actions>;

/** Of these, what main does itself: also where no page answers. */
export const mainActions = ['log-folder', 'check-updates', 'about'] as const satisfies readonly Action[];
export type MainAction = OneOf<typeof mainActions>;

/**
 * 'plain' multiplies and adds in two roundings, the same on every processor; 'relaxed' in one, where the JavaScript
 * engine can; 'wide' is 'relaxed', bit for bit, laid out so that V8 fuses pairs of 128-bit operations into 256-bit
 * ones; 'native' has the same bits, too, with the hot ones in C for 512 bits. The fastest first.
 */
export const kernelBuilds = ['native', 'wide', 'relaxed', 'plain'] as const;
export type KernelBuild = OneOf<typeof kernelBuilds>;

/**
 * What may be asked of the kernels: the fastest that can be trusted; 512 bits or nothing; 256 bits or nothing; 128
 * bits, as every processor has them.
 */
export const kernelWishes = ['auto', 'native', 'wide', 'wasm'] as const;
export type KernelWish = OneOf<typeof kernelWishes>;

export const noticeSeverities = ['info', 'warning', 'error'] as const;
export type NoticeSeverity = OneOf<typeof noticeSeverities>;

/** file-exists: what is there would have to be replaced, and nobody has agreed to that. */
export const errorCodes = [
  'bad-request',
  'not-found',
  'corpus-empty',
  'corpus-too-small',
  'corpus-encoding',
  'corpus-cleaning',
  'corpus-too-large',
  'file-missing',
  'file-is-folder',
  'file-unreadable',
  'file-unwritable',
  'file-exists',
  'settings-invalid',
  'library-not-sqlite',
  'library-foreign',
  'library-newer',
  'library-busy',
  'library-full',
  'library-read-only',
  'library-damaged',
  'checkpoint-damaged',
  'model-invalid',
  'no-checkpoint',
  'run-busy',
  'diverged',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = OneOf<typeof errorCodes>;

// Messages.

export const eventKinds = [
  'library.changed',
  'run.progress',
  'run.validation',
  'run.checkpoint',
  'run.checkpoints',
  'run.specimen',
  'run.state',
  'run.test',
  'sample.text',
  'sample.finished',
  'sample.ended',
  'sample.failed',
  'corpus.yardsticks',
  'corpus.progress',
  'task.progress',
  'library.trouble',
  'notice',
] as const;
export type EventKind = OneOf<typeof eventKinds>;

/** From main to the engine. */
export const orderKinds = ['page', 'grant', 'prefer', 'suspend', 'pause-all', 'ping', 'self-check', 'close'] as const;
export type OrderKind = OneOf<typeof orderKinds>;

/** From the engine to main. */
export const reportKinds = [
  'ready',
  'refused',
  'moved',
  'preferred',
  'training',
  'run-ended',
  'granted',
  'pong',
  'self-checked',
  'closed',
] as const;
export type ReportKind = OneOf<typeof reportKinds>;

export const engineStates = ['starting', 'ready', 'moving', 'restarting', 'failed'] as const;
export type EngineState = OneOf<typeof engineStates>;
