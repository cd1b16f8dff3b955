// The entry of the thread that looks at units: one question after another, in slices between which it can be stopped.
// It holds the states along one text, along the same text shuffled once they were needed, and the bits of one longer
// text.

import { parentPort } from 'node:worker_threads';
import { setImmediate as pause } from 'node:timers/promises';
import { asEngineError, unreachable } from '../../errors.ts';
import type { FailedJob } from '../../job-thread.ts';
import { readingKernels } from '../../kernels/choice.ts';
import { createRandom } from '../../random/xoshiro.ts';
import { labelProbabilities } from '../../sampling/answers.ts';
import { openSession } from '../../sampling/session.ts';
import type { SoloSession } from '../../sampling/session.ts';
import type { TrainedModel } from '../../sampling/types.ts';
import type { Ids } from '../../corpus/symbols.ts';
import { findFactors } from './factors.ts';
import type { FromUnits, ReadJob, SimilarAnswer, ToUnits, UnitsAnswers, UnitsQuestion } from './messages.ts';
import { findSimilar, indexStates, indexText, patternOf, planBits } from './passages.ts';
import type { BitIndex } from './passages.ts';
import { targetOf } from './rules.ts';
import { checkSize, checkTarget, halves, searchUnits } from './search.ts';
import { chunkLength, readStates, rowOf, statesAt } from './states.ts';
import type { States } from './states.ts';

const sliceMilliseconds = 15;
const progressMilliseconds = 100;
/** Of the shuffled text: the same one is measured each time. */
const shuffleSeed = 1;
const factorSeed = 1;

interface Held extends ReadJob {
  readonly states: States;
  shuffled: States | null;
  index: BitIndex | null;
  longer: { readonly key: string; readonly index: BitIndex } | null;
}

class Stopped extends Error {}

const compiled = readingKernels();
const waiting = new Set<number>();
const stopped = new Set<number>();
let held: Held | null = null;
let work: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (message: ToUnits) => {
  if (message.kind === 'stop') {
    if (waiting.has(message.id)) stopped.add(message.id);
    return;
  }
  waiting.add(message.id);
  work = work
    .then(() => answer(message))
    .finally(() => {
      waiting.delete(message.id);
      stopped.delete(message.id);
    });
});

function tell(message: FromUnits | FailedJob): void {
  parentPort?.postMessage(message);
}

async function answer({ id, job, question }: Extract<ToUnits, { kind: 'ask' }>): Promise<void> {
  try {
    const slices = new Slices(id);
    const text = await hold(job, slices);
    tell({ kind: 'answer', id, answer: await find(text, question, slices) });
  } catch (error) {
    if (error instanceof Stopped) tell({ kind: 'stopped', id });
    else tell({ kind: 'failed', id, error: asEngineError(error) });
  }
}

/** Lets the thread hear that it is to stop, and tells how far it is. */
class Slices {
  readonly #id: number;
  #began = performance.now();
  #told = performance.now();

  constructor(id: number) {
    this.#id = id;
  }

  /** Does work that yields after each small piece, perhaps with the share that is done. */
  async run<Result>(pieces: Generator<unknown, Result>): Promise<Result> {
    for (;;) {
      const { value, done } = pieces.next();
      if (done) return value;
      if (performance.now() - this.#began < sliceMilliseconds) continue;
      if (typeof value === 'number' && performance.now() - this.#told > progressMilliseconds) {
        tell({ kind: 'progress', id: this.#id, share: value });
        this.#told = performance.now();
      }
      await this.check();
    }
  }

  /** @throws Stopped where nobody waits for the answer any more */
  async check(): Promise<void> {
    await pause();
    this.#began = performance.now();
    if (stopped.has(this.#id)) throw new Stopped();
  }
}

async function hold(job: ReadJob, slices: Slices): Promise<Held> {
  await slices.check();
  if (held?.key === job.key) return held;
  // Two texts at once would be too much to hold.
  held = null;
  const states = await slices.run(readStates(openReader(job.trained), job.ids, job.lineEnd));
  held = { ...job, states, shuffled: null, index: null, longer: null };
  return held;
}

function openReader(trained: TrainedModel): SoloSession {
  return openSession(compiled, trained, { streams: 1, steps: chunkLength });
}

async function find(text: Held, question: UnitsQuestion, slices: Slices): Promise<UnitsAnswers[UnitsQuestion['kind']]> {
  const { states } = text;
  switch (question.kind) {
    case 'open':
      return {
        layers: Math.max(...states.names.map(({ layer }) => layer)),
        parts: [...new Set(states.names.map(({ part }) => part))],
        units: Math.max(...states.names.map(({ unit }) => unit)) + 1,
        probabilities: states.answers && labelProbabilities(states.answers, text.trained.labels ?? 0),
      };
    case 'row':
      return rowOf(states, question.unit).slice();
    case 'search':
      return search(text, question, slices);
    case 'factors':
      return slices.run(findFactors(states, question.count, createRandom(factorSeed)));
    case 'similar':
      return similar(text, question, slices);
    default:
      return unreachable(question);
  }
}

async function search(text: Held, { rule }: Extract<UnitsQuestion, { kind: 'search' }>, slices: Slices) {
  const { states, symbols, ids } = text;
  const ends = rule.kind === 'line-ends' ? rule.ends : null;
  const target =
    rule.kind === 'line-ends'
      ? { holds: rule.holds, numbers: null }
      : targetOf(
          rule,
          Array.from(ids, (id) => symbols[id]),
        );
  const all = { from: 0, to: target.holds.length };
  const parts = rule.kind === 'ranges' ? { fit: all, measure: all } : halves(all.to);
  checkSize(all.to, ends !== null);
  checkTarget(target, parts);
  text.shuffled ??= await slices.run(readStates(openReader(text.trained), shuffle(ids), text.lineEnd));
  const [own, shuffled] = [states, text.shuffled].map((read) => (ends === null ? read : statesAt(read, ends)));
  return slices.run(searchUnits(own, shuffled, target, parts));
}

/** Fisher and Yates's. */
function shuffle(ids: Ids): Uint32Array {
  const shuffled = Uint32Array.from(ids);
  const random = createRandom(shuffleSeed);
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random.uniform() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return shuffled;
}

async function similar(
  text: Held,
  { from, to, max, text: longer }: Extract<UnitsQuestion, { kind: 'similar' }>,
  slices: Slices,
): Promise<SimilarAnswer> {
  const { states } = text;
  text.index ??= indexStates(states, planBits(states));
  const own = text.index;
  if (longer !== null && text.longer?.key !== longer.key) {
    text.longer = null;
    const index = await slices.run(indexText(openReader(text.trained), longer.ids, text.lineEnd, own.plan));
    text.longer = { key: longer.key, index };
  }
  const searched = longer === null ? own : (text.longer?.index ?? own);
  const pattern = patternOf(own, from, to);
  const except = longer === null ? { from, to } : null;
  const { matches, ordinary } = findSimilar(searched, pattern, { max, except });
  return { matches, ordinary, length: pattern.length, pattern: pattern.count, searched: searched.symbols };
}
