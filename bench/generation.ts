// Generation: characters a second of one text, and of several read side by side, everything included that a text takes.
// Windows are short and take turns, and the best counts: whatever else the machine does only takes away.

import { readingKernels } from '../src-engine/kernels/choice.ts';
import { initialize } from '../src-engine/nn/initialize.ts';
import { layOutParameters } from '../src-engine/nn/parameters.ts';
import type { ParameterLayout } from '../src-engine/nn/parameters.ts';
import { shapeOf } from '../src-engine/nn/shape.ts';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { openWriter } from '../src-engine/sampling/decodings/index.ts';
import { Helper } from '../src-engine/sampling/helper.ts';
import { openSession, readContext } from '../src-engine/sampling/session.ts';
import { runPeer } from './peers/peers.ts';
import { openReading } from './reading.ts';
import { batchSize, modelOf, nameOf, sequenceLength, vocabularySize } from './sizes.ts';
import type { Size } from './sizes.ts';
import { count, percent } from './report.ts';
import type { Report } from './report.ts';

const measured: readonly Size[] = [
  { cell: 'lstm', layers: 2, hidden: 128 },
  { cell: 'gru', layers: 2, hidden: 128 },
  { cell: 'rnn', layers: 2, hidden: 128 },
  { cell: 'lstm', layers: 2, hidden: 512 },
];
const streamCounts = [1, 2, 4, 8, 16, 32];
const windowMilliseconds = 1.5;
const windowsPerRound = 250;
/** A helper that has had nothing to do is asleep. */
const wakingSteps = 5;
/** Makes fresh weights as sharp as trained ones: about two bits per character instead of six. */
const trainedSharpness = 5;

interface Text {
  /** Goes on by a character in every stream. */
  readonly step: () => void;
  /** Whether the second thread takes part. */
  readonly help: (on: boolean) => void;
  readonly end: () => void;
  /** Bytes of weights that a step reads. */
  readonly bytes: number;
}

function openText(size: Size, streams: number, sharpness: number): Text {
  const model = modelOf(size);
  const shape = shapeOf(model, vocabularySize, 8);
  const layout = layOutParameters(shape);
  const fresh = new Float32Array(layout.size);
  initialize(fresh, 0, shape, layout, createRandom(1));
  const trained = { model, vocabulary: vocabularySize, parameters: fresh.map((weight) => weight * sharpness) };
  const session = openSession(readingKernels(), trained, { streams, steps: 1 });
  readContext(session, [1]);
  const sampling = { stages: [{ kind: 'temperature', temperature: 0.8 } as const], length: 1e12, seed: 1 };
  const symbols = Array.from({ length: vocabularySize }, (_, id) => String.fromCodePoint(48 + id));
  const writer = openWriter(session, { symbols, context: [1], sampling });
  const helper = new Helper();
  return {
    step: () => {
      writer.step();
    },
    help: (on) => {
      session.isHelped = on && helper.engage(session);
      // A text is handed on as it grows.
      writer.take();
    },
    end: () => {
      helper.release(session);
    },
    bytes: bytesOfProducts(layout),
  };
}

/** Of all weights but those of the layer that looks ids up. */
function bytesOfProducts({ parameters }: ParameterLayout): number {
  const inProducts = parameters.filter(({ name }) => name.includes('weight') && !name.endsWith('weight_ih_l0'));
  return inProducts.reduce((sum, { size }) => sum + size * 4, 0);
}

/** Calls a second in the best of this window and those before. */
function best(before: number, call: () => void): number {
  const began = performance.now();
  let calls = 0;
  let spent: number;
  do {
    call();
    calls++;
    spent = performance.now() - began;
  } while (spent < windowMilliseconds);
  return Math.max(before, (calls / spent) * 1000);
}

interface Speeds {
  /** Characters a second with one thread, and with a helper. */
  readonly alone: number;
  readonly helped: number;
  /** Bytes a second, of weights by one thread and of the bare reading loop. */
  readonly weights: number;
  readonly reading: number;
}

async function measure(size: Size, streams: number, rounds: number, sharpness = trainedSharpness): Promise<Speeds> {
  const text = openText(size, streams, sharpness);
  const read = await openReading(text.bytes);
  let [alone, helped, reading] = [0, 0, 0];
  // The first round runs unoptimised code, but the best counts.
  for (let window = 0; window < (rounds + 1) * windowsPerRound; window++) {
    text.help(false);
    alone = best(alone, text.step);
    text.help(true);
    for (let turn = 0; turn < wakingSteps; turn++) text.step();
    helped = best(helped, text.step);
    reading = best(reading, read);
  }
  text.end();
  const { bytes } = text;
  return { alone: alone * streams, helped: helped * streams, weights: alone * bytes, reading: reading * bytes };
}

export async function benchGeneration(report: Report, rounds: number): Promise<void> {
  report.heading('Generation at temperature 0.8; in brackets to one stream of one thread');
  report.columns(['model', 'streams', 'one thread', '', 'two threads', '', 'weights GB/s', 'of reading']);
  for (const size of measured) {
    let single = 0;
    for (const streams of streamCounts) {
      const speeds = await measure(size, streams, rounds);
      if (streams === 1) single = speeds.alone;
      const data = { kind: 'generation', ...size, streams, ...speeds, scale: speeds.alone / single };
      report.row(data, [
        nameOf(size),
        `${streams}`,
        count(speeds.alone),
        `(${(speeds.alone / single).toFixed(2)})`,
        count(speeds.helped),
        `(${(speeds.helped / single).toFixed(2)})`,
        (speeds.weights / 1e9).toFixed(1),
        percent(speeds.weights / speeds.reading),
      ]);
    }
  }
  const flat = await measure(measured[0], 1, rounds, 1);
  report.remark(`One stream of an untrained LSTM 2×128, all symbols nearly alike: ${count(flat.alone)} chars/s.`);
}

/** PyTorch is measured as it comes, which is what its users get, and in the best of the ways that were tried. */
export async function benchGenerationPeers(report: Report, rounds: number): Promise<void> {
  report.heading('Generating one stream beside PyTorch, one thread or two, whichever is faster');
  report.columns(['model', 'Charloom', 'PyTorch', 'ratio', 'at its best', 'ratio']);
  const options = { vocabulary: vocabularySize, seconds: 4, batch: batchSize, sequence: sequenceLength, threads: 2 };
  for (const size of measured) {
    let [own, theirs, theirBest] = [0, 0, 0];
    for (let round = 0; round < rounds; round++) {
      const { alone, helped } = await measure(size, 1, 1);
      own = Math.max(own, alone, helped);
      const peer = await runPeer('pytorch-generate', { ...size, ...options });
      if ('missing' in peer) {
        report.remark(`${nameOf(size)}: ${peer.missing}`);
        return;
      }
      theirBest = Math.max(theirBest, peer.charactersPerSecond);
      const withOneDnn = peer.variants?.filter(({ oneDnn }) => oneDnn === true) ?? [];
      theirs = Math.max(theirs, ...withOneDnn.map(({ charactersPerSecond }) => charactersPerSecond));
    }
    const [ratio, ratioToBest] = [own / theirs, own / theirBest];
    const data = { kind: 'peer', name: 'pytorch', task: 'generate', ...size, charactersPerSecond: theirs };
    report.row({ ...data, best: theirBest, ownCharactersPerSecond: own, ratio, ratioToBest }, [
      nameOf(size),
      count(own),
      count(theirs),
      ratio.toFixed(1),
      count(theirBest),
      ratioToBest.toFixed(1),
    ]);
  }
}
