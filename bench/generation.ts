// Generation: characters a second of one stream, and of several read side by side, drawing included.

import { compileKernels } from '../src-engine/kernels/wasm.ts';
import { initialize } from '../src-engine/nn/initialize.ts';
import { layOutParameters } from '../src-engine/nn/parameters.ts';
import { shapeOf } from '../src-engine/nn/shape.ts';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { drawFrom } from '../src-engine/sampling/draw.ts';
import { Pipeline } from '../src-engine/sampling/pipeline.ts';
import { toProbabilities } from '../src-engine/sampling/softmax.ts';
import { openSession } from '../src-engine/sampling/session.ts';
import { runPeer } from './peers/peers.ts';
import { BATCH, median, modelOf, nameOf, SEQUENCE, type Size, VOCABULARY } from './sizes.ts';
import { count, type Report } from './report.ts';

const oneStream: readonly Size[] = [
  { cell: 'lstm', layers: 2, hidden: 128 },
  { cell: 'gru', layers: 2, hidden: 128 },
  { cell: 'rnn', layers: 2, hidden: 128 },
  { cell: 'lstm', layers: 2, hidden: 512 },
];
const WINDOW_MILLISECONDS = 300;

function generationSpeed(size: Size, streams: number, windows: number): number {
  const model = modelOf(size);
  const shape = shapeOf(model, VOCABULARY, 8);
  const layout = layOutParameters(shape);
  const parameters = new Float32Array(layout.size);
  const random = createRandom(1);
  initialize(parameters, 0, shape, layout, random);
  const trained = { model, vocabulary: VOCABULARY, parameters };
  const session = openSession(compileKernels('plain'), trained, { streams, steps: 1 });
  const scores = new Float64Array(VOCABULARY);
  const pipeline = new Pipeline([{ kind: 'temperature', temperature: 0.8 }], [], random);
  const speeds: number[] = [];
  for (let window = 0; window < windows + 1; window++) {
    const began = performance.now();
    let drawn = 0;
    while (performance.now() - began < WINDOW_MILLISECONDS) {
      for (let turn = 0; turn < 8; turn++) {
        session.read();
        for (let stream = 0; stream < streams; stream++) {
          scores.set(session.logits[stream]);
          pipeline.apply(scores);
          toProbabilities(scores);
          session.ids[stream] = drawFrom(scores, random.uniform());
        }
        drawn += streams;
      }
    }
    speeds.push((drawn / (performance.now() - began)) * 1000);
  }
  // The first window ran unoptimised code.
  return median(speeds.slice(1));
}

export function benchGeneration(report: Report, windows: number): void {
  report.heading('Generation at temperature 0.8, one thread');
  report.columns(['model', 'streams', 'chars/s', 'to 1 stream']);
  for (const size of oneStream) {
    let alone = 0;
    for (const streams of [1, 4, 16, 64]) {
      const charactersPerSecond = generationSpeed(size, streams, windows);
      if (streams === 1) alone = charactersPerSecond;
      const scale = charactersPerSecond / alone;
      const data = { kind: 'generation', ...size, streams, charactersPerSecond, scale };
      report.row(data, [nameOf(size), `${streams}`, count(charactersPerSecond), scale.toFixed(1)]);
    }
  }
}

export async function benchGenerationPeers(report: Report, windows: number): Promise<void> {
  report.heading('Generating one stream beside PyTorch');
  report.columns(['model', 'Charloom', 'PyTorch', 'ratio']);
  for (const size of oneStream) {
    const own = generationSpeed(size, 1, windows);
    const chunk = { vocabulary: VOCABULARY, seconds: 2, batch: BATCH, sequence: SEQUENCE, threads: 2 };
    const peer = await runPeer('pytorch-generate', { ...size, ...chunk });
    if ('missing' in peer) {
      report.remark(`${nameOf(size)}: ${peer.missing}`);
      continue;
    }
    const ratio = own / peer.charactersPerSecond;
    const cells = [nameOf(size), count(own), count(peer.charactersPerSecond), ratio.toFixed(1)];
    report.row({ ...peer, ownCharactersPerSecond: own, ratio }, cells);
  }
}
