// Models to write as ONNX, and the files of them in memory.

import { compileKernels, panelWidth } from '../../../../src-engine/kernels/wasm.ts';
import { goldenOf } from '../../../../src-engine/interchange/proof/golden.ts';
import { onnxFormat } from '../../../../src-engine/interchange/formats/onnx/index.ts';
import type { Golden, IncomingFiles, PortableModel } from '../../../../src-engine/interchange/types.ts';
import { fillParameter, layOutParameters } from '../../../../src-engine/nn/parameters.ts';
import { headFor, shapeOf } from '../../../../src-engine/nn/shape.ts';
import type { ModelSettings } from '../../../../src-engine/protocol/settings.ts';
import { smallSettings, testNumbers } from '../../../nn/build.ts';
import { symbols } from '../../../sampling/models.ts';

const kernels = compileKernels('plain');

export interface Written {
  readonly model: PortableModel;
  readonly golden: Golden;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Every parameter has numbers of its own; their size keeps states from running away, and small differences from
 * growing.
 */
export function portable(
  settings: Partial<ModelSettings>,
  V = symbols.length,
  seed = 1,
  labels: readonly string[] = [],
): PortableModel {
  const model = { ...smallSettings, hidden: 20, layers: 2, ...settings };
  const layout = layOutParameters(shapeOf(model, V, panelWidth, headFor(labels.length)));
  const weights = new Float32Array(layout.size);
  const next = testNumbers(seed);
  const scale = (model.cell === 'rnn' && model.nonlinearity === 'relu' ? 0.9 : 2) / Math.sqrt(model.hidden);
  for (const parameter of layout.parameters) {
    if (parameter.alias) continue;
    const isGain = parameter.name.includes('gain');
    const size = parameter.name.includes('weight') ? scale : 0.3;
    fillParameter(weights, 0, parameter, () => next() * size + (isGain ? 0.6 : 0));
  }
  const alphabet =
    V === symbols.length ? symbols : Array.from({ length: V }, (_, id) => String.fromCodePoint(0x4e00 + id));
  const origin = { name: 'Tagebuch – "新"', unit: 'codepoint', symbols: alphabet, first: V - 1, step: 1200 } as const;
  return { ...origin, model, labels, validation: 1.25, weights, training: null, continuation: null };
}

export function write(model: PortableModel): Written {
  const golden = goldenOf(kernels, model);
  const options = { precision: 'float32', continues: false, text: false } as const;
  const files = onnxFormat.write(model, golden, options).map(({ path, bytes, pieces }) => {
    const content = Uint8Array.from(Buffer.concat([...pieces]));
    if (content.length !== bytes)
      throw new Error(`${path} says that it has ${bytes} bytes, and has ${content.length}.`);
    return [path, content] as const;
  });
  return { model, golden, files: new Map(files) };
}

/** @throws RangeError where something outside of a file is asked for */
export function incoming(files: ReadonlyMap<string, Uint8Array>): IncomingFiles {
  return {
    files: new Map(Array.from(files, ([path, bytes]) => [path, bytes.length])),
    read: (path, offset, length) => {
      const bytes = files.get(path);
      if (!bytes || offset < 0 || length < 0 || offset + length > bytes.length) throw new RangeError('outside');
      return bytes.subarray(offset, offset + length);
    },
  };
}

export function fileOf({ files }: Written, path: string): Uint8Array {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`There is no ${path}.`);
  return bytes;
}
