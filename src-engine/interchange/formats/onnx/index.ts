// The ONNX format: a folder with step.onnx, which reads one id at a time, and sequence.onnx, which reads many at once.
// Both are whole: weights, vocabulary, settings and golden logits. Either of them alone can be read back; where both
// are there, they must agree.

import { refuseOtherKinds } from '../../parts/file-kinds.ts';
import type { Golden, IncomingFiles, IncomingModel, OutgoingFile, PortableModel } from '../../types.ts';
import type { GraphKind } from './draft.ts';
import { invalid } from './invalid.ts';
import { hashTexts, writeTexts } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import { readOnnxFile } from './reader.ts';
import { beginningBytes, beginsAsSafetensors } from '../../../protocol/model-files.ts';
import { checkRoom, hashWeights, onnxFile } from './writer.ts';
import { formatFacts } from '../../../protocol/formats.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Format } from '../format.ts';

const onnxFiles: Readonly<Record<GraphKind, string>> = { step: 'step.onnx', sequence: 'sequence.onnx' };

/**
 * What an ONNX file begins with: the field of its version, a small number, and the field behind it, which a ModelProto
 * must know.
 */
const versionTag = 0x08;
const laterTags: readonly number[] = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72, 0xa2, 0xca];
/** Every version that there has been, and some to come. */
const maxVersions = 63;

export const onnxFormat: Format<'onnx'> = {
  name: 'onnx',
  ...formatFacts.onnx,
  isMeant: isOnnx,

  /** @throws CharloomError 'bad-request' where the model is too large for the format */
  write(model: PortableModel, golden: Golden): readonly OutgoingFile[] {
    const texts = writeTexts(model, golden);
    checkRoom(model, texts);
    const metadata: Metadata = { ...texts, sha256: hashWeights(hashTexts(texts), model) };
    return (['step', 'sequence'] as const).map((kind) => onnxFile(onnxFiles[kind], kind, model, metadata));
  },

  read(files: IncomingFiles): IncomingModel {
    const paths = pathsOf(files);
    if (paths.length === 0) throw invalid(sentence`neither ${onnxFiles.step} nor ${onnxFiles.sequence} is there`);
    for (const path of paths) refuseOtherKinds(files, path);
    const [first, second] = paths.map((path) => readOnnxFile(files, path));
    if (second && second.sha256 !== first.sha256)
      throw invalid(sentence`its step and its sequence are of different models`);
    return { model: first.model, golden: first.golden, precision: 'float32' };
  },
};

/** Whether these are most likely meant to be of this format. */
function isOnnx(files: IncomingFiles): boolean {
  const bytes = files.files.get('');
  if (bytes === undefined) return pathsOf(files).length > 0;
  const start = files.read('', 0, Math.min(beginningBytes, bytes));
  if (start.length < 3 || beginsAsSafetensors(start)) return false;
  return start[0] === versionTag && start[1] <= maxVersions && laterTags.includes(start[2]);
}

function pathsOf({ files }: IncomingFiles): readonly string[] {
  return ['', onnxFiles.step, onnxFiles.sequence].filter((path) => files.has(path));
}
