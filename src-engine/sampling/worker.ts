// The entry of the sampling thread. Jobs take turns in slices of a few milliseconds, so a long one holds up neither a
// short one nor its own stop.

import { availableParallelism } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { setImmediate as pause } from 'node:timers/promises';
import { asEngineError, unreachable } from '../errors.ts';
import type { FailedJob } from '../job-thread.ts';
import { readingKernels } from '../kernels/choice.ts';
import { answeredTogether, answerLines, followLine } from './answers.ts';
import { openBlend } from './blend.ts';
import { complete } from './complete.ts';
import { openWriter, streamsFor } from './decodings/index.ts';
import { Helper } from './helper.ts';
import type { FromSampler, ToSampler } from './messages.ts';
import { HelperPace } from './pace.ts';
import type { Slice } from './pace.ts';
import { Reader } from './reader.ts';
import type { Turns } from './reader.ts';
import { openSession, readContext } from './session.ts';
import { surprisalOf } from './softmax.ts';
import type { Session } from './session.ts';
import type { Writer } from './writer.ts';

const sliceMilliseconds = 15;
const batchMilliseconds = 30;
const scoreSteps = 128;
/** Somebody waits for these as they type. */
const readerMilliseconds = 5;

const compiled = readingKernels();
const helper = new Helper();
const canHelp = availableParallelism() > 1;
const stopped = new Set<number>();
const running = new Set<number>();
/** What is completed and looked at, one after another. */
let bound: { readonly key: string; readonly reader: Reader } | null = null;
let readerWork: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (message: ToSampler) => {
  if (message.kind === 'stop') {
    if (running.has(message.id)) stopped.add(message.id);
    return;
  }
  if (message.kind === 'release') {
    readerWork = readerWork.then(() => (bound = null));
    return;
  }
  running.add(message.id);
  void work(message)
    .catch((error: unknown) => {
      tell({ kind: 'failed', id: message.id, error: asEngineError(error) });
    })
    .finally(() => {
      running.delete(message.id);
      stopped.delete(message.id);
    });
});

function work(message: Exclude<ToSampler, { kind: 'stop' | 'release' }>): Promise<void> {
  switch (message.kind) {
    case 'generate':
      return generate(message);
    case 'next-logits':
      return inTurn(() => nextLogits(message));
    case 'complete':
      return inTurn(() => completeText(message));
    case 'weigh':
      return weigh(message);
    case 'answer':
      return answer(message);
    case 'follow':
      return follow(message);
    case 'score':
      return score(message);
    case 'score-each':
      return scoreEach(message);
    default:
      return unreachable(message);
  }
}

function tell(message: FromSampler | FailedJob): void {
  parentPort?.postMessage(message);
}

async function generate(job: Extract<ToSampler, { kind: 'generate' }>): Promise<void> {
  const streams = streamsFor(job.sampling, job.texts);
  const session = await openRead(job, streams);
  const writer = openWriter(session, job);
  let sent = performance.now();
  let busy = 0;
  let characters = 0;
  function tellDrawn(): void {
    for (const [text, drawn] of writer.take().entries()) {
      if (drawn.ids.length > 0) tell({ kind: 'drawn', id: job.id, text, ...drawn });
      characters += drawn.ids.length;
    }
    sent = performance.now();
  }
  const pace = new HelperPace();
  try {
    while (!writer.isOver && !stopped.has(job.id)) {
      session.isHelped = pace.isHelped && canHelp && helper.engage(session);
      const slice = stepFor(sliceMilliseconds, writer);
      pace.tell(slice);
      busy += slice.milliseconds;
      if (performance.now() - sent >= batchMilliseconds) tellDrawn();
      await pause();
    }
  } finally {
    helper.release(session);
  }
  tellDrawn();
  tell({ kind: 'generated', id: job.id, characters, seconds: busy / 1000 });
}

function stepFor(milliseconds: number, writer: Writer): Slice {
  const began = performance.now();
  const processBegan = process.cpuUsage();
  let steps = 0;
  do {
    writer.step();
    steps++;
    // Looking at the clock costs as much as a small model's step.
  } while (!writer.isOver && (steps % 8 !== 0 || performance.now() - began < milliseconds));
  const { user, system } = process.cpuUsage(processBegan);
  return { steps, milliseconds: performance.now() - began, processMilliseconds: (user + system) / 1000 };
}

/** A session whose streams have read what comes before the text. */
async function openRead(
  job: Pick<Extract<ToSampler, { kind: 'generate' }>, 'id' | 'trained' | 'context'>,
  streams: number,
): Promise<Session> {
  if (!('members' in job.trained)) {
    const session = openSession(compiled, job.trained, { streams, steps: 1 });
    await readSliced(session, job);
    return session;
  }
  const session = openBlend(compiled, job.trained, streams);
  for (const member of session.members) await readSliced(member.session, { id: job.id, context: member.context });
  session.mix();
  return session;
}

/** A long prompt is read in slices too. */
async function readSliced(
  session: Session,
  job: { readonly id: number; readonly context: readonly number[] },
): Promise<void> {
  for (let from = 0; from < job.context.length && !stopped.has(job.id); from += scoreSteps) {
    readContext(session, job.context.slice(from, from + scoreSteps));
    if (from > 0) await pause();
  }
}

/** The reader serves one job at a time. */
function inTurn(job: () => Promise<void>): Promise<void> {
  const mine = readerWork.then(job);
  readerWork = mine.catch(() => (bound = null));
  return mine;
}

function readerFor({ key, trained }: Extract<ToSampler, { kind: 'next-logits' | 'complete' }>): Reader {
  if (bound?.key === key) return bound.reader;
  bound = null;
  if (trained === null) throw new Error(`No model is bound to the reader as ${key}.`);
  const reader = new Reader(openSession(compiled, trained, { streams: 1, steps: 1 }));
  bound = { key, reader };
  return reader;
}

function turnsOf(id: number): Turns {
  let began = performance.now();
  return {
    get isStopped() {
      return stopped.has(id);
    },
    pause() {
      if (performance.now() - began < readerMilliseconds) return null;
      return pause().then(() => {
        began = performance.now();
      });
    },
  };
}

async function nextLogits(job: Extract<ToSampler, { kind: 'next-logits' }>): Promise<void> {
  const logits = await readerFor(job).read(job.context, turnsOf(job.id));
  if (logits !== null) tell({ kind: 'logits', id: job.id, logits: logits.slice() });
}

async function completeText(job: Extract<ToSampler, { kind: 'complete' }>): Promise<void> {
  // Bound also where it was stopped: the client relies on it.
  const reader = readerFor(job);
  const completions = stopped.has(job.id) ? null : await complete(reader, job, turnsOf(job.id));
  tell({ kind: 'completed', id: job.id, completions });
}

async function weigh({ text, ...job }: Extract<ToSampler, { kind: 'weigh' }>): Promise<void> {
  const session = await openRead(job, 1);
  const surprisals = new Float32Array(text.length);
  for (const [index, symbol] of text.entries()) {
    surprisals[index] = surprisalOf(session.logits[0], symbol);
    readContext(session, [symbol]);
    if (index % scoreSteps === scoreSteps - 1) await pause();
  }
  tell({ kind: 'weighed', id: job.id, surprisals });
}

async function answer({ id, trained, ids, starts }: Extract<ToSampler, { kind: 'answer' }>): Promise<void> {
  const answering = answerLines(openSession(compiled, trained, { streams: answeredTogether, steps: 1 }), {
    ids,
    starts,
  });
  let next = answering.next();
  for (; next.done !== true; next = answering.next()) await pause();
  tell({ kind: 'answered', id, logits: next.value });
}

function follow({ id, trained, line }: Extract<ToSampler, { kind: 'follow' }>): Promise<void> {
  tell({ kind: 'answered', id, logits: followLine(openSession(compiled, trained, { streams: 1, steps: 1 }), line) });
  return Promise.resolve();
}

async function score({ id, trained, ids }: Extract<ToSampler, { kind: 'score' }>): Promise<void> {
  const session = openSession(compiled, trained, { streams: 1, steps: scoreSteps });
  const characters = ids.length - 1;
  let nats = 0;
  let began = performance.now();
  for (let from = 0; from < characters; from += scoreSteps) {
    nats += session.score(ids, from, Math.min(scoreSteps, characters - from));
    if (performance.now() - began < sliceMilliseconds) continue;
    await pause();
    began = performance.now();
  }
  tell({ kind: 'scored', id, characters, nats: nats / characters });
}

async function scoreEach({ id, trained, ids }: Extract<ToSampler, { kind: 'score-each' }>): Promise<void> {
  const session = openSession(compiled, trained, { streams: 1, steps: scoreSteps });
  const nats = new Float32Array(ids.length).fill(NaN);
  const turns = turnsOf(id);
  let told = performance.now();
  for (let from = 0; from + 1 < ids.length && !turns.isStopped; from += scoreSteps) {
    session.scoreEach(ids, from, Math.min(scoreSteps, ids.length - 1 - from), nats);
    await turns.pause();
    if (performance.now() - told < batchMilliseconds) continue;
    told = performance.now();
    tell({ kind: 'progress', id, share: Math.min(1, (from + scoreSteps) / ids.length) });
  }
  tell({ kind: 'scored-each', id, nats: turns.isStopped ? null : nats });
}
