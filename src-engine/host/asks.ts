// The shape of everything that may be asked of the host, checked at its border: the page is never trusted.

import * as v from 'valibot';
import { CharloomError } from '../errors.ts';
import type {
  Ask,
  CheckpointId,
  CorpusId,
  CorpusSource,
  FileGrant,
  RequestName,
  RunId,
  SampleId,
  SamplingStage,
  SourceKind,
  StreamId,
  TextToRead,
} from '../protocol/index.ts';
import {
  checkpointNames,
  curveFormats,
  exportFormats,
  labelledParts,
  runStarts,
  unitRules,
  weightPrecisions,
} from '../protocol/choices.ts';
import { maxFactors } from '../insight/units/factors.ts';
import { forecastLimits } from '../protocol/forecasts.ts';
import { retentionLimits } from '../protocol/run-limits.ts';
import { maxPromptLength, samplingLimits as limits } from '../protocol/sampling-limits.ts';
import { amount, exactly, sentence } from '../protocol/text/sentences.ts';
import { clampLimits } from '../protocol/units.ts';
import { modelRows } from '../settings/model.ts';
import { nameSchema } from '../settings/names.ts';
import { preparationSchema } from '../settings/preparation.ts';
import { bansFirst } from '../sampling/pipelines.ts';
import { samplingSchema } from '../sampling/schemas.ts';
import { describeIssue, toMessage } from '../settings/issues.ts';
import { lengthSchema, modelSchema, trainingSchema } from '../settings/schemas.ts';
import { choice, oneOfKinds, whole } from '../settings/values.ts';

/** Characters: a pasted text is held in memory as a whole. */
const maxPasteLength = 100_000_000;
/** Chosen one by one; a folder may hold more. */
const maxFiles = 10_000;
const maxPassageLength = 100_000;
const maxComparedRuns = 1000;
/** Bytes of what the page has drawn. */
const maxDrawingLength = 64_000_000;

const rowId = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const corpus = v.pipe(
  rowId,
  v.transform((id) => id as CorpusId),
);
const run = v.pipe(
  rowId,
  v.transform((id) => id as RunId),
);
const sample = v.pipe(
  rowId,
  v.transform((id) => id as SampleId),
);
const stream = v.pipe(
  rowId,
  v.transform((id) => id as StreamId),
);
const checkpointId = v.pipe(
  rowId,
  v.transform((id) => id as CheckpointId),
);
const file = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.transform((grant) => grant as FileGrant),
);

const name = nameSchema;

/** What somebody looks for. */
const wanted = v.pipe(
  v.string(),
  v.maxLength(1000, toMessage(sentence`At most ${amount(1000, 'character')} are looked for.`)),
);

const source = oneOfKinds<SourceKind, CorpusSource>({
  files: v.strictObject({
    kind: v.literal('files'),
    files: v.pipe(
      v.array(file),
      v.minLength(1, toMessage(sentence`No file was chosen. Choose at least one.`)),
      v.maxLength(
        maxFiles,
        toMessage(sentence`Too many files were chosen. Choose a folder, or at most ${maxFiles} files at once.`),
      ),
    ),
  }),
  builtin: v.strictObject({ kind: v.literal('builtin'), key: v.string() }),
  text: v.strictObject({
    kind: v.literal('text'),
    title: name,
    text: v.pipe(
      v.string(),
      v.maxLength(maxPasteLength, toMessage(sentence`The pasted text is too long. Save it as a file and import that.`)),
    ),
  }),
});

const prompt = v.pipe(
  v.string(),
  v.maxLength(maxPromptLength, toMessage(sentence`The prompt is too long. Use at most ${maxPromptLength} characters.`)),
);

const checkpoint = v.union([
  v.picklist(checkpointNames),
  v.strictObject({ step: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  v.strictObject({ id: checkpointId }),
]);

const blend = v.exactOptional(
  v.pipe(
    v.array(
      v.strictObject({
        run,
        checkpoint,
        weight: v.pipe(
          v.number(),
          v.check(
            (weight) => weight >= 0 && weight <= 1,
            toMessage(sentence`The weight of a blended model must be of 0 to 1.`),
          ),
        ),
      }),
    ),
    v.maxLength(8, toMessage(sentence`At most 8 models can be blended with the first one.`)),
  ),
);

const runStep = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const start = v.picklist(runStarts);
const place = v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
const task = v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const preparation = v.exactOptional(preparationSchema);

/** Stages for a new text. */
const stages = v.pipe(
  samplingSchema.entries.stages,
  v.transform((given): readonly SamplingStage[] => bansFirst(given)),
);
const sampling = v.pipe(
  samplingSchema,
  v.transform((settings) => ({ ...settings, stages: bansFirst(settings.stages) })),
);

/** In symbols. */
const textPosition = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const textToRead = oneOfKinds<TextToRead['kind'], TextToRead>({
  text: v.strictObject({ kind: v.literal('text'), text: prompt }),
  file: v.strictObject({ kind: v.literal('file'), file }),
  'held-out': v.strictObject({ kind: v.literal('held-out'), run }),
});

const reading = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const layer = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const unitName = v.strictObject({ layer, part: v.pipe(v.string(), v.maxLength(100)), unit: textPosition });
const beyondClamp = toMessage(
  sentence`A unit is held within ${exactly(clampLimits[0])} and ${exactly(clampLimits[1])}.`,
);
const clamps = v.exactOptional(
  v.pipe(
    v.array(
      v.strictObject({
        layer,
        unit: textPosition,
        value: v.pipe(v.number(), v.minValue(clampLimits[0], beyondClamp), v.maxValue(clampLimits[1], beyondClamp)),
      }),
    ),
    v.maxLength(10_000),
  ),
);
const followedRule = v.variant('kind', [
  v.strictObject({ kind: v.picklist(unitRules) }),
  v.strictObject({
    kind: v.literal('expression'),
    expression: v.pipe(
      v.string(),
      v.nonEmpty(toMessage(sentence`Type a regular expression.`)),
      v.maxLength(1000, toMessage(sentence`The expression is too long. Use at most ${amount(1000, 'character')}.`)),
    ),
  }),
  v.strictObject({
    kind: v.literal('ranges'),
    ranges: v.pipe(v.array(v.strictTuple([textPosition, textPosition])), v.minLength(1), v.maxLength(1000)),
  }),
  v.strictObject({ kind: v.literal('label'), label: textPosition }),
]);

const mapping = v.exactOptional(v.record(v.string(), v.pipe(v.string(), v.maxLength(1000))));
/** Tensors that are left out. */
const ignored = v.exactOptional(v.pipe(v.array(v.string()), v.maxLength(10_000)));
const precision = choice(sentence`The precision`, weightPrecisions);

const nothing = v.strictObject({});

export const askSchemas = {
  'engine.basics': nothing,
  'engine.about': nothing,
  'library.overview': nothing,
  'library.storage': nothing,
  'library.cleanup': nothing,
  'library.backup': v.strictObject({ file }),
  'library.put-run-aside': v.strictObject({ run }),
  'library.put-corpus-aside': v.strictObject({ corpus }),
  'library.bring-back': v.strictObject({
    corpus: v.nullable(corpus),
    runs: v.pipe(v.array(run), v.maxLength(100_000)),
  }),
  'library.put-checkpoint-aside': v.strictObject({ run, checkpoint: checkpointId }),
  'library.bring-checkpoint-back': v.strictObject({ run, checkpoint: checkpointId }),
  'library.delete-run': v.strictObject({ run }),
  'library.delete-corpus': v.strictObject({ corpus }),
  'corpus.preview': v.strictObject({ source, preparation, task, whole: v.exactOptional(v.boolean()) }),
  'corpus.import': v.strictObject({ source, preparation, name: v.exactOptional(name), task }),
  'corpus.cancel': v.strictObject({ task: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  'corpus.encodings': nothing,
  'corpus.export': v.strictObject({ corpus, file, task }),
  'corpus.show': v.strictObject({ corpus }),
  'corpus.read': v.strictObject({
    corpus,
    start: textPosition,
    length: v.pipe(textPosition, v.maxValue(maxPassageLength)),
  }),
  'corpus.find': v.strictObject({
    corpus,
    text: v.pipe(wanted, v.nonEmpty()),
    from: textPosition,
    backwards: v.boolean(),
  }),
  'corpus.rename': v.strictObject({ corpus, name }),
  'corpus.examine': v.strictObject({ corpus }),
  'corpus.examine-source': v.strictObject({ source, preparation, task }),
  'corpus.yardsticks': v.strictObject({
    corpus,
    validation: trainingSchema.entries.validation,
    test: trainingSchema.entries.test,
  }),
  'run.presets': v.strictObject({ corpus }),
  'run.plan': v.strictObject({ corpus, model: modelSchema, training: trainingSchema }),
  'run.rates': v.strictObject({ corpus, model: modelSchema, training: trainingSchema, task }),
  'run.start': v.strictObject({
    corpus,
    name: v.exactOptional(name),
    model: modelSchema,
    training: trainingSchema,
    start: v.exactOptional(start),
  }),
  'run.extend': v.strictObject({ run, length: lengthSchema, start: v.exactOptional(start) }),
  'run.branch.plan': v.strictObject({ run, checkpoint, corpus }),
  'run.branch': v.strictObject({
    run,
    checkpoint,
    corpus,
    name: v.exactOptional(name),
    training: trainingSchema,
    start,
  }),
  'run.queue': v.strictObject({ run, place }),
  'run.pause': v.strictObject({ run }),
  'run.continue': v.strictObject({ run, fromQueue: v.exactOptional(v.boolean()) }),
  'run.stop': v.strictObject({ run }),
  'run.show': v.strictObject({ run }),
  'run.curve': v.strictObject({ run, points: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(100_000)) }),
  'run.gauges': v.strictObject({ run }),
  'run.compare': v.strictObject({ runs: v.pipe(v.array(run), v.maxLength(maxComparedRuns)) }),
  'run.bands': v.strictObject({
    ranges: v.pipe(
      v.array(v.strictObject({ run, from: v.exactOptional(runStep), to: v.exactOptional(runStep) })),
      v.maxLength(maxComparedRuns),
    ),
    stretches: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(2000)),
  }),
  'run.test': v.strictObject({ run }),
  'run.rename': v.strictObject({ run, name }),
  'run.star': v.strictObject({ run, starred: v.boolean() }),
  'run.retention': v.strictObject({
    run,
    keepLast: whole(sentence`The number of newest checkpoints`, ...retentionLimits.keepLast),
    keepEvery: v.nullable(whole(sentence`The distance of checkpoints`, ...retentionLimits.keepEvery)),
  }),
  'run.threads': v.strictObject({ run, threads: trainingSchema.entries.threads }),
  'model.export': v.strictObject({
    run,
    checkpoint,
    format: v.picklist(exportFormats),
    file,
    options: v.exactOptional(
      v.strictObject({
        precision: v.exactOptional(precision),
        continues: v.exactOptional(v.boolean()),
        text: v.exactOptional(v.boolean()),
      }),
    ),
    task,
  }),
  'file.write-curve': v.strictObject({ run, format: v.picklist(curveFormats), file }),
  'file.write': v.strictObject({
    file,
    bytes: v.pipe(
      v.instance(Uint8Array),
      v.check(
        ({ byteLength }) => byteLength <= maxDrawingLength,
        toMessage(sentence`The picture is too large. Make it smaller.`),
      ),
    ),
  }),
  'model.inspect': v.strictObject({ file, mapping, ignored, vocabulary: v.exactOptional(file), task }),
  'model.import': v.strictObject({
    file,
    name: v.exactOptional(name),
    mapping,
    ignored,
    vocabulary: v.exactOptional(file),
    task,
  }),
  'model.verify': v.strictObject({ file }),
  'task.cancel': v.strictObject({ task: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  'label.follow': v.strictObject({ run, checkpoint, text: prompt }),
  'label.lines': v.strictObject({ run, checkpoint, texts: v.pipe(v.array(prompt), v.maxLength(100_000)) }),
  'label.test': v.strictObject({ run, checkpoint, part: v.picklist(labelledParts) }),
  'forecast.run': v.strictObject({
    run,
    checkpoint,
    steps: whole(sentence`The steps of a forecast`, ...forecastLimits.steps),
    streams: whole(sentence`The texts of a forecast`, ...forecastLimits.streams),
    seed: samplingSchema.entries.seed,
  }),
  'sample.unseen': v.strictObject({ run, prompt }),
  'sample.generate': v.strictObject({
    run,
    checkpoint,
    blend,
    prompt,
    sampling,
    parent: v.exactOptional(v.strictObject({ sample, at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) })),
    keep: v.exactOptional(v.boolean()),
  }),
  'sample.several': v.strictObject({
    run,
    checkpoint,
    blend,
    prompt,
    sampling,
    texts: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(limits.streams[0]),
      v.maxValue(limits.streams[1], toMessage(sentence`At most ${limits.streams[1]} texts can be written at once.`)),
    ),
  }),
  'sample.distribution': v.strictObject({
    run,
    checkpoint,
    blend,
    context: prompt,
    stages,
    seed: samplingSchema.entries.seed,
    decoding: samplingSchema.entries.decoding,
  }),
  'sample.complete': v.strictObject({
    run,
    checkpoint,
    context: prompt,
    position: textPosition,
    stages,
    seed: samplingSchema.entries.seed,
    length: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(1000, toMessage(sentence`At most ${amount(1000, 'symbol')} are looked ahead.`)),
    ),
    alternatives: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(16, toMessage(sentence`At most 16 continuations are offered.`)),
    ),
  }),
  'sample.edit': v.strictObject({
    sample,
    name: v.exactOptional(v.nullable(name)),
    starred: v.exactOptional(v.boolean()),
  }),
  'sample.replay': v.strictObject({ sample }),
  'sample.weigh': v.strictObject({ run, checkpoint, blend, prompt, text: prompt }),
  'sample.copies': v.strictObject({
    run,
    text: prompt,
    min: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(2, toMessage(sentence`A copy has at least 2 symbols.`)),
      v.maxValue(10_000),
    ),
  }),
  'corpus.passage': v.strictObject({
    corpus,
    from: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    symbols: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  }),
  'surprise.read': v.strictObject({ run, checkpoint, source: textToRead, task }),
  'surprise.whose': v.strictObject({ source: textToRead, task }),
  'memory.measure': v.strictObject({ run, checkpoint, text: v.exactOptional(prompt) }),
  'memory.equations': v.strictObject({ cell: modelRows.cell.schema, nonlinearity: modelRows.nonlinearity.schema }),
  'memory.equals': v.strictObject({ run }),
  'memory.connect': v.strictObject({ run, checkpoint, text: prompt, at: v.exactOptional(textPosition) }),
  'units.open': v.strictObject({ run, checkpoint, source: textToRead, task }),
  'units.values': v.strictObject({ reading, unit: unitName, task }),
  'units.search': v.strictObject({ reading, rule: followedRule, task }),
  'units.factors': v.strictObject({
    reading,
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxFactors)),
    task,
  }),
  'units.similar': v.strictObject({ reading, from: textPosition, to: textPosition, task }),
  'pipeline.list': nothing,
  'pipeline.save': v.strictObject({ name, stages }),
  // As it is stored: it may be older than what names must be.
  'pipeline.delete': v.strictObject({ name: v.string() }),
  'sample.stop': v.strictObject({ stream }),
  'sample.list': v.strictObject({
    words: wanted,
    starred: v.boolean(),
    before: v.nullable(sample),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  'sample.show': v.strictObject({ sample }),
  'sample.draft': v.strictObject({ run, checkpoint, blend, prompt, sampling, clamps, task }),
  'sample.family': v.strictObject({ sample }),
  'sample.delete': v.strictObject({ sample }),
  'sample.prune': v.strictObject({ sample }),
  'sample.restore': v.strictObject({ samples: v.pipe(v.array(sample), v.maxLength(100_000)) }),
} satisfies { [Name in RequestName]: v.GenericSchema<unknown, Ask<Name>> };

export const requestNames = Object.keys(askSchemas) as readonly RequestName[];

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(askSchemas, name);
}

/** Parts of an ask that a person sets. */
const settingsParts: readonly string[] = [
  'model',
  'training',
  'length',
  'sampling',
  'stages',
  'threads',
  'texts',
  'name',
  'rule',
  'preparation',
  'validation',
  'test',
];

/**
 * @throws CharloomError 'bad-request', or 'settings-invalid' where settings are wrong, with what is wrong in a sentence
 */
export function checkAsk<Name extends RequestName>(name: Name, body: unknown): Ask<Name> {
  const result = v.safeParse(askSchemas[name], body);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const part = v.getDotPath(issue)?.split('.')[0] ?? '';
  const isSettings = settingsParts.includes(part);
  throw new CharloomError(isSettings ? 'settings-invalid' : 'bad-request', describeIssue(issue));
}
