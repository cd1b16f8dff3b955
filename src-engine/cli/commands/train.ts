// charloom train: trains a new run, or goes on with one. Ctrl-C stops after the current step, with a checkpoint.

import type { Command } from 'commander';
import { CharloomError } from '../../errors.ts';
import type {
  CorpusSummary,
  EngineEvent,
  RunDetail,
  RunId,
  RunSummary,
  TrainingSettings,
} from '../../protocol/index.ts';
import { checkAgainstCorpus } from '../../settings/fit.ts';
import { bits, calledAs, count, nats } from '../output.ts';
import { createProgress } from '../progress.ts';
import { bringCorpus, findCorpus, findRun } from '../references.ts';
import { addSettingsOptions, chooseSettings, chosenModel, chosenTraining, requirePreset } from '../settings-options.ts';
import type { SettingsOptions } from '../settings-options.ts';
import { runSession, usageError } from '../session.ts';
import type { Session } from '../session.ts';

interface TrainOptions extends SettingsOptions {
  readonly name?: string;
  readonly resume?: string;
}

/** Readers of --json get no more progress than this. */
const millisecondsBetweenLines = 500;

export function addTrain(program: Command): void {
  const command = program
    .command('train')
    .description('train a model on a text; Ctrl-C stops after the current step, with a checkpoint')
    .argument('[corpus]', 'a file, a corpus (id or name) or a built-in text')
    .option('--name <name>', "the run's name")
    .option('--resume <run>', 'go on with a run (id or name) from its last checkpoint');
  addSettingsOptions(command).action((reference: string | undefined, options: TrainOptions, self: Command) =>
    runSession(self, (session) => train(session, reference, options)),
  );
}

async function train(session: Session, reference: string | undefined, options: TrainOptions): Promise<void> {
  const { host } = session;
  const ended = follow(session);
  // It may fail before it is waited for.
  ended.catch(() => {});
  let run: RunId;
  if (options.resume !== undefined) {
    run = (await resumable(session, options.resume, reference, options)).id;
    session.onInterrupt(() => stop(session, run));
    await host.ask('run.continue', { run });
  } else {
    if (reference === undefined)
      throw usageError('Say what to train on: a file, a corpus, or a built-in text such as moby-dick.');
    const corpus = await bringCorpus(session, reference);
    const settings = await settingsFor(session, corpus, options);
    const ask = { corpus: corpus.id, ...settings };
    run = (await host.ask('run.start', options.name === undefined ? ask : { ...ask, name: options.name })).id;
    session.onInterrupt(() => stop(session, run));
  }
  tellStart(session, run);
  await ended;
  await tellEnd(session, await host.ask('run.show', { run }));
}

function stop({ host }: Session, run: RunId): void {
  // The run may have ended by itself in this very moment: then there is nothing to stop.
  host.ask('run.stop', { run }).catch(() => {});
}

async function settingsFor(session: Session, corpus: CorpusSummary, options: SettingsOptions) {
  const presets = options.preset ? await session.host.ask('run.presets', { corpus: corpus.id }) : [];
  const preset = options.preset ? requirePreset(presets, options.preset, corpus.name) : null;
  const settings = chooseSettings(options, corpus.characters, session.processors, preset);
  checkAgainstCorpus(settings.training, corpus.characters);
  const wanted = chooseSettings(options, Number.MAX_SAFE_INTEGER, session.processors, preset);
  tellFit(session, settings.training, wanted.training, corpus);
  return settings;
}

function tellFit({ output }: Session, fitted: TrainingSettings, wanted: TrainingSettings, corpus: CorpusSummary): void {
  const changes = [
    fitted.batch === wanted.batch ? '' : `batch ${fitted.batch} instead of ${wanted.batch}`,
    fitted.sequence === wanted.sequence ? '' : `sequence ${fitted.sequence} instead of ${wanted.sequence}`,
    fitted.validation === wanted.validation ? '' : 'nothing held out for validation',
  ].filter((change) => change !== '');
  if (changes.length > 0)
    output.say(`The text is short (${count(corpus.characters)} characters): ${changes.join(', ')}.`);
}

/** The run to go on with. What is said besides must agree with it: a run keeps its corpus and its settings. */
async function resumable(
  session: Session,
  name: string,
  reference: string | undefined,
  options: TrainOptions,
): Promise<RunSummary> {
  const run = await findRun(session, name);
  const { training, model } = session.library.runs.find(run.id);
  const asked = { ...chosenModel(options), ...chosenTraining(options, training) };
  const kept: Record<string, unknown> = { ...model, ...training };
  for (const [key, value] of Object.entries(asked)) {
    if (JSON.stringify(kept[key]) === JSON.stringify(value)) continue;
    throw usageError(`A run that goes on keeps its settings: ${key} is ${JSON.stringify(kept[key])} in "${run.name}".`);
  }
  if (options.preset !== undefined || options.name !== undefined) {
    throw usageError('A run that goes on keeps its name and settings: leave --name and --preset out.');
  }
  if (reference !== undefined) await checkSameCorpus(session, run, reference);
  return run;
}

async function checkSameCorpus(session: Session, run: RunSummary, reference: string): Promise<void> {
  const { host, library } = session;
  const found = await findCorpus(session, reference);
  const isSame =
    found.kind === 'stored'
      ? found.corpus.id === run.corpus
      : (await host.ask('corpus.preview', { source: found.source })).hash === library.corpora.find(run.corpus).hash;
  if (!isSame)
    throw usageError(`"${run.name}" is trained on "${run.corpusName}", not on ${reference}. Leave the text out.`);
}

/** Prints what happens. @returns resolves when the run has ended well; rejects when it failed */
function follow(session: Session): Promise<void> {
  const { host, output } = session;
  const view = output.json ? null : createProgress(process.stderr);
  const say = view?.say ?? output.say;
  const lines = createProgressLines(session);
  return new Promise((resolve, reject) => {
    host.onEvent((event) => {
      switch (event.kind) {
        case 'run.progress':
          view?.update(event);
          return lines.add(event);
        case 'run.validation':
          view?.validated(event.loss);
          return output.line({ kind: 'validation', step: event.step, nats: event.loss, bits: bits(event.loss) });
        case 'run.checkpoint':
          return output.line({ kind: 'checkpoint', id: event.checkpoint.id, step: event.checkpoint.step });
        case 'notice':
          return say(event.text);
        case 'run.state':
          if (event.state === 'training') return;
          view?.stop();
          lines.flush();
          if (event.state !== 'failed') return resolve();
          return reject(new CharloomError('internal', event.message ?? 'The run failed.'));
        default:
          return;
      }
    });
  });
}

/** Progress as lines of JSON: the first, the last, and not too many between. */
function createProgressLines({ output }: Session) {
  let waiting: Extract<EngineEvent, { kind: 'run.progress' }> | null = null;
  let writtenAt = -Infinity;
  function flush(): void {
    if (!waiting) return;
    const { step, epoch, loss, charactersPerSecond } = waiting;
    output.line({ kind: 'progress', step, epoch, loss, charactersPerSecond });
    writtenAt = performance.now();
    waiting = null;
  }
  return {
    add(event: Extract<EngineEvent, { kind: 'run.progress' }>): void {
      waiting = event;
      if (performance.now() - writtenAt >= millisecondsBetweenLines) flush();
    },
    flush,
  };
}

function tellStart({ output, library }: Session, run: RunId): void {
  const { name, corpusName } = library.runs.find(run);
  output.line({ kind: 'started', run, name, corpus: corpusName });
  if (!output.json) output.say(`Run ${run}, "${name}", on "${corpusName}". Ctrl-C stops it, with a checkpoint.`);
}

async function tellEnd({ host, output, library }: Session, run: RunDetail): Promise<void> {
  const characters = library.runs.find(run.id).progress?.characters ?? 0;
  const test = run.state === 'finished' ? await host.ask('run.test', { run: run.id }) : null;
  if (test)
    output.line({ kind: 'test', step: test.step, nats: test.loss, bits: bits(test.loss), characters: test.characters });
  output.line({ kind: 'finished', run: run.id, step: run.step, seconds: run.seconds, characters });
  const verb = run.state === 'finished' ? 'is finished' : `is ${run.state}`;
  const best = run.best === null ? '' : ` Best validation: ${lossInWords(run.best)}.`;
  output.print(`Run ${run.id} ${verb} at step ${count(run.step)}.${best}`);
  if (test) output.print(`Test, with the checkpoint of step ${count(test.step)}: ${lossInWords(test.loss)}.`);
  if (!output.json) output.say(`Let it write: ${calledAs()} generate ${run.id}`);
}

function lossInWords(loss: number): string {
  return `${nats(loss)} nats, ${bits(loss).toFixed(3)} bits a character`;
}
