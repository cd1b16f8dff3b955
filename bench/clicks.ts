// What a click on a character of a text costs in Look inside: how much each of the characters before it matters to what
// comes next, without the window's part in it.

import { Connections, connectionSteps } from '../src-engine/insight/connection.ts';
import { Lens, planLens } from '../src-engine/insight/lens.ts';
import { trainingKernels } from '../src-engine/kernels/choice.ts';
import { instantiateKernels } from '../src-engine/kernels/instantiate.ts';
import { createMemory, firstOffset, panelWidth } from '../src-engine/kernels/wasm.ts';
import { initialize } from '../src-engine/nn/initialize.ts';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { defaultModel } from '../src-engine/settings/defaults.ts';
import type { Report } from './report.ts';
import { median, modelOf, nameOf, vocabularySize } from './sizes.ts';

const sizes = [
  { cell: defaultModel.cell, layers: defaultModel.layers, hidden: defaultModel.hidden },
  { cell: 'lstm', layers: 2, hidden: 256 },
  { cell: 'lstm', layers: 2, hidden: 512 },
] as const;
/** Characters of the text. */
const textLength = 1000;
const clicks = 60;

export function benchClicks(report: Report): void {
  report.heading(`A click on a character of a text of ${textLength}, ms`);
  report.columns(['model', 'first', 'median', 'worst']);
  for (const size of sizes) {
    const look = openText({ ...modelOf(size), layerNorm: defaultModel.layerNorm });
    const [first, ...others] = Array.from({ length: clicks }, (_, click) => {
      const began = performance.now();
      look((click * 337 + 700) % (textLength - 1));
      return performance.now() - began;
    });
    const data = { kind: 'click', ...size, first, median: median(others), worst: Math.max(...others) };
    report.row(data, [nameOf(size), ...[data.first, data.median, data.worst].map((ms) => (ms ?? NaN).toFixed(1))]);
  }
}

/** An untrained model and a text of random symbols: neither matters to the time. */
function openText(model: ReturnType<typeof modelOf>): (at: number) => void {
  const plan = planLens(
    { model, vocabulary: vocabularySize },
    { steps: connectionSteps, lanes: 1 },
    { panelWidth, start: firstOffset },
  );
  const random = createRandom(1);
  const parameters = new Float32Array(plan.layout.size);
  initialize(parameters, 0, plan.shape, plan.layout, random);
  const lens = new Lens(instantiateKernels(trainingKernels().compiled, createMemory(plan.size)), plan, parameters);
  const connections = new Connections(lens);
  const ids = Array.from({ length: textLength }, () => Math.floor(random.uniform() * vocabularySize));
  return (at) => void connections.look(ids, at, ids[at + 1] ?? null);
}
