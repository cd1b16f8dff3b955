// One run as it is looked at: its settings, its curve, its latest figures. Follows the run's events while it is open.

import { withCheckpoints } from '../../src-engine/protocol/changes.ts';
import type { LibraryChanges } from '../../src-engine/protocol/changes.ts';
import type {
  Accuracy,
  CheckpointSummary,
  Curve,
  EngineEvent,
  Length,
  RunDetail,
  RunId,
  RunStart,
  RunState,
  RunSummary,
  Specimen,
  TestScore,
} from '../../src-engine/protocol/index.ts';
import { defaultSmoothed } from '../../src-engine/protocol/smoothing.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { emptySeries, LossSeries, nearest, seriesOfCurve } from '../engine/series.ts';
import type { Series } from '../engine/series.ts';

type RunEvent = Extract<EngineEvent, { readonly run: RunId }>;
type Progress = Extract<EngineEvent, { kind: 'run.progress' }>;

/** The figures that only a run at work has. */
export type Live = Omit<Progress, 'kind' | 'run' | 'points'>;

/** Asked of the engine when a run is opened; the page thins further as the run grows. */
const pointsAsked = 8_000;
/** The chart is drawn anew at most this often, in milliseconds. */
const drawEvery = 150;

export type Wish = 'pause' | 'stop' | 'continue';

export class RunView {
  readonly id: RunId;
  #detail = $state.raw<RunDetail | null>(null);
  #state = $state.raw<RunState | null>(null);
  #message = $state.raw<string | null>(null);
  #live = $state.raw<Live | null>(null);
  #checkpoints = $state.raw<readonly CheckpointSummary[]>([]);
  #specimens = $state.raw<readonly Specimen[]>([]);
  #test = $state.raw<TestScore | null>(null);
  #training = $state.raw<Series>(emptySeries);
  #validation = $state.raw<Series>(emptySeries);
  #accuracies = $state.raw<readonly MeasuredAccuracy[]>([]);
  #threads = $state(1);
  #problem = $state.raw<SentenceValue | null>(null);
  #wish = $state.raw<Wish | null>(null);

  readonly #bestLoss = $derived(
    this.#validation.losses.length > 0 ? lowestOf(this.#validation.losses) : (this.#detail?.best ?? null),
  );
  readonly #smoothed = $derived(defaultSmoothed(this.#training));
  readonly #gap = $derived(gapOf(this.#training, this.#smoothed, this.#validation));

  readonly #client: EngineClient;
  #trainingSeries = new LossSeries();
  #validationSeries = new LossSeries();
  #drawing: ReturnType<typeof setTimeout> | null = null;
  readonly #early: RunEvent[] = [];
  /** What all of the run was asked for with; meanwhile its events wait. */
  #question: symbol | null = null;
  /** As the library told it last, since the run was asked for. */
  #row: RunSummary | null = null;
  readonly #endings: (() => void)[] = [];

  constructor(client: EngineClient, id: RunId) {
    this.#client = client;
    this.id = id;
    const follow = (event: RunEvent): void => {
      if (event.run === id) this.#follow(event);
    };
    this.#endings.push(
      client.on('run.progress', follow),
      client.on('run.validation', follow),
      client.on('run.checkpoint', follow),
      client.on('run.specimen', follow),
      client.on('run.test', follow),
      client.on('run.state', follow),
      client.on('run.checkpoints', follow),
      client.on('library.changed', ({ changes }) => this.#followLibrary(changes)),
      client.on('library.trouble', ({ since }) => this.#followTrouble(since)),
    );
  }

  get detail(): RunDetail | null {
    return this.#detail;
  }

  get state(): RunState | null {
    return this.#state;
  }

  get message(): string | null {
    return this.#message;
  }

  get live(): Live | null {
    return this.#live;
  }

  get checkpoints(): readonly CheckpointSummary[] {
    return this.#checkpoints;
  }

  get specimens(): readonly Specimen[] {
    return this.#specimens;
  }

  /** What was written nearest to the best checkpoint; the newest where none is the best. */
  get bestSpecimen(): Specimen | null {
    const newest = this.#specimens.at(-1) ?? null;
    const best = this.#checkpoints.find((checkpoint) => checkpoint.best)?.step;
    if (newest === null || best === undefined) return newest;
    const distance = ({ step }: Specimen) => Math.abs(step - best);
    return this.#specimens.reduce((near, specimen) => (distance(specimen) <= distance(near) ? specimen : near));
  }

  get test(): TestScore | null {
    return this.#test;
  }

  get training(): Series {
    return this.#training;
  }

  get validation(): Series {
    return this.#validation;
  }

  /** At the validations, of a run that tells labels apart. */
  get accuracies(): readonly MeasuredAccuracy[] {
    return this.#accuracies;
  }

  get threads(): number {
    return this.#threads;
  }

  /** Why the run could not be read. */
  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** Asked for and not yet happened. */
  get wish(): Wish | null {
    return this.#wish;
  }

  get step(): number {
    return this.#live?.step ?? this.#detail?.step ?? 0;
  }

  get epoch(): number {
    return this.#live?.epoch ?? this.#detail?.epoch ?? 0;
  }

  get totalSteps(): number | null {
    return this.#live ? this.#live.totalSteps : (this.#detail?.totalSteps ?? null);
  }

  get trainingLoss(): number | null {
    return this.#live?.loss ?? this.#detail?.loss ?? null;
  }

  get validationLoss(): number | null {
    return this.#validation.losses.at(-1) ?? null;
  }

  get bestLoss(): number | null {
    return this.#bestLoss;
  }

  /** The training curve as the table and the strip show it. */
  get smoothed(): Float64Array {
    return this.#smoothed;
  }

  get gap(): Gap | null {
    return this.#gap;
  }

  /** At work, in seconds. */
  get seconds(): number {
    return this.#live?.seconds ?? this.#detail?.seconds ?? 0;
  }

  /** Of a run that another process trains, by its steps so far. Null: nobody knows. */
  get secondsLeft(): number | null {
    if (this.#live) return this.#live.secondsLeft;
    if (this.totalSteps === null || this.step === 0 || this.seconds === 0) return null;
    return (this.seconds / this.step) * (this.totalSteps - this.step);
  }

  /** Characters a second over all that was trained; null before that, and where nobody knows. */
  get meanSpeed(): number | null {
    const characters = this.#live?.characters ?? this.#detail?.characters ?? 0;
    return characters === 0 || this.seconds === 0 ? null : characters / this.seconds;
  }

  close(): void {
    for (const end of this.#endings) end();
    if (this.#drawing !== null) clearTimeout(this.#drawing);
  }

  async load(): Promise<void> {
    this.#detail = null;
    this.#live = null;
    this.#wish = null;
    try {
      await this.#readAll();
    } catch (error) {
      this.#problem = failureOf(error);
    }
  }

  async pause(): Promise<void> {
    await this.#want('pause', () => this.#client.ask('run.pause', { run: this.id }));
  }

  async stop(): Promise<void> {
    await this.#want('stop', () => this.#client.ask('run.stop', { run: this.id }));
  }

  async continue(): Promise<void> {
    await this.#want('continue', () => this.#client.ask('run.continue', { run: this.id }));
  }

  async setThreads(threads: number): Promise<void> {
    const before = this.#threads;
    this.#threads = threads;
    try {
      await this.#client.ask('run.threads', { run: this.id, threads });
    } catch (error) {
      this.#threads = before;
      throw error;
    }
  }

  /** More training for a run at rest. */
  async extend(length: Length, start: RunStart): Promise<void> {
    await this.#client.ask('run.extend', { run: this.id, length, start });
    this.#show(await this.#client.ask('run.show', { run: this.id }));
  }

  /** The wish stands until the run's state changes, so that a button cannot be pressed twice. */
  async #want(wish: Wish, ask: () => Promise<unknown>): Promise<void> {
    this.#wish = wish;
    try {
      await ask();
    } catch (error) {
      this.#wish = null;
      throw error;
    }
  }

  async #readAll(): Promise<void> {
    const question = Symbol();
    this.#question = question;
    this.#early.length = 0;
    this.#row = null;
    try {
      const [detail, curve] = await Promise.all([
        this.#client.ask('run.show', { run: this.id }),
        this.#client.ask('run.curve', { run: this.id, points: pointsAsked }),
      ]);
      if (question !== this.#question) return;
      this.#show(detail);
      if (this.#row) this.#rename(this.#row);
      const series = seriesOfCurve(curve);
      this.#trainingSeries = series.training;
      this.#validationSeries = series.validation;
      this.#accuracies = accuraciesOf(curve);
      this.#problem = null;
    } finally {
      if (question === this.#question) {
        this.#question = null;
        this.#takeEarly();
        this.#draw();
      }
    }
  }

  #show(detail: RunDetail): void {
    this.#detail = detail;
    this.#state = detail.state;
    this.#message = detail.message;
    this.#checkpoints = detail.checkpoints;
    this.#specimens = detail.specimens;
    this.#test = detail.test;
    if (detail.training) this.#threads = detail.training.threads;
  }

  #follow(event: RunEvent): void {
    if (this.#detail === null || this.#question !== null) {
      this.#early.push(event);
      return;
    }
    switch (event.kind) {
      case 'run.progress':
        this.#progress(event);
        return;
      case 'run.validation':
        this.#validationSeries.append(event);
        if (event.accuracy) this.#accuracies = [...this.#accuracies, { step: event.step, ...event.accuracy }];
        this.#drawSoon();
        return;
      case 'run.checkpoint':
        this.#checkpoints = [...this.#checkpoints.filter(({ step }) => step < event.checkpoint.step), event.checkpoint];
        this.#checkpoints = withCheckpoints(this.#checkpoints, event);
        return;
      case 'run.checkpoints':
        this.#checkpoints = withCheckpoints(this.#checkpoints, event);
        return;
      case 'run.specimen':
        this.#specimens = [...this.#specimens.filter((other) => other.step < event.specimen.step), event.specimen];
        return;
      case 'run.test':
        this.#test = event.score;
        return;
      case 'run.state':
        this.#changeState(event.state, event.message);
        return;
    }
  }

  #progress(event: Progress): void {
    const { kind: _kind, run: _run, points, ...live } = event;
    for (const point of points) this.#trainingSeries.append(point);
    this.#live = live;
    this.#drawSoon();
  }

  #followLibrary(changes: LibraryChanges | null): void {
    if (changes === null) return void this.#rereadLists();
    this.#row = changes.runs?.rows.find(({ id }) => id === this.id) ?? this.#row;
    if (this.#row) this.#rename(this.#row);
  }

  /** What was read while nothing could be saved lacks what the engine held; now the library has all of it. */
  #followTrouble(since: number | null): void {
    if (since !== null || this.#detail === null) return;
    this.#readAll().catch((error: unknown) => this.#fail(error));
  }

  #rename(now: RunSummary): void {
    if (!this.#detail || !isOutdated(this.#detail, now)) return;
    const { name, corpus, corpusName, parent } = now;
    this.#detail = { ...this.#detail, name, corpus, corpusName, parent };
  }

  /** Another process, such as a command line, may have deleted checkpoints, or trained the run. */
  async #rereadLists(): Promise<void> {
    if (this.#detail === null) return;
    try {
      const detail = await this.#client.ask('run.show', { run: this.id });
      if (this.#goesOnElsewhere(detail)) {
        await this.#readAll();
        return;
      }
      this.#rename(detail);
      this.#checkpoints = detail.checkpoints;
      this.#specimens = detail.specimens;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Of a view that is open: with the run itself it goes, too. */
  #fail(error: unknown): void {
    if (error instanceof Refusal && (error.code === 'not-found' || error.code === 'engine-gone')) return;
    this.#problem = failureOf(error);
  }

  /** What is trained here tells of itself. */
  #goesOnElsewhere({ state, step, totalSteps }: RunDetail): boolean {
    if (this.#live !== null) return false;
    return state !== this.#state || step !== this.#detail?.step || totalSteps !== this.#detail.totalSteps;
  }

  #changeState(state: RunState, message: string | null): void {
    this.#state = state;
    this.#message = message;
    this.#wish = null;
    if (state !== 'training') void this.#reread();
  }

  /** A run that rests has exact figures in the library: which checkpoints were kept, seconds, the last losses. */
  async #reread(): Promise<void> {
    try {
      const detail = await this.#client.ask('run.show', { run: this.id });
      if (this.#state === 'training') return;
      this.#live = null;
      this.#show(detail);
      this.#draw();
    } catch (error) {
      this.#problem = failureOf(error);
    }
  }

  /** Events that came between the question and its answer: the answer may hold them already. */
  #takeEarly(): void {
    const lastStep = this.#trainingSeries.lastStep;
    const lastValidation = this.#validationSeries.lastStep;
    for (const event of this.#early.splice(0)) {
      if (event.kind === 'run.validation' && event.step <= lastValidation) continue;
      if (event.kind === 'run.progress') {
        this.#follow({ ...event, points: event.points.filter((point) => point.step > lastStep) });
      } else {
        this.#follow(event);
      }
    }
  }

  #drawSoon(): void {
    this.#drawing ??= setTimeout(() => this.#draw(), drawEvery);
  }

  #draw(): void {
    if (this.#drawing !== null) clearTimeout(this.#drawing);
    this.#drawing = null;
    this.#training = this.#trainingSeries.view();
    this.#validation = this.#validationSeries.view();
  }
}

/** Shares of lines that were labelled correctly. */
export interface MeasuredAccuracy extends Accuracy {
  readonly step: number;
}

function accuraciesOf({ validationSteps, accuracies, trainingAccuracies }: Curve): readonly MeasuredAccuracy[] {
  return Array.from(validationSteps, (step, at) => ({
    step,
    heldOut: accuracies[at] as number,
    training: trainingAccuracies[at] as number,
  })).filter(({ heldOut }) => !Number.isNaN(heldOut));
}

/** Something has been renamed, or the text of a run that came without it has been brought in. */
function isOutdated(shown: RunSummary, now: RunSummary): boolean {
  return (
    shown.name !== now.name ||
    shown.corpus !== now.corpus ||
    shown.corpusName !== now.corpusName ||
    shown.parent?.name !== now.parent?.name
  );
}

/** How much better a model does on what it trains on, at the step of its last validation. */
export interface Gap {
  readonly step: number;
  readonly nats: number;
}

/** A long curve is thinned: a point so near to a step, as a share of it, stands for it. */
const nearEnough = 0.01;

/** Null where the curve has no point at the step of the last validation. */
function gapOf(training: Series, smoothed: Float64Array, validation: Series): Gap | null {
  const step = validation.steps.at(-1);
  if (step === undefined) return null;
  const at = nearest(training.steps, step);
  if (at < 0 || Math.abs((training.steps[at] as number) - step) > nearEnough * step) return null;
  return { step, nats: (validation.losses.at(-1) as number) - (smoothed[at] as number) };
}

function lowestOf(values: Float64Array): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity);
}
