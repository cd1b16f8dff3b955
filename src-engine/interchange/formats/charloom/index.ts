// Charloom's own format: one file with everything. Eight bytes of name, the version and the length of a JSON header
// (uint32 each), the header's SHA-256, the header, then blocks of numbers without a gap, each with a SHA-256 of its own
// in the header. Numbers are little-endian; weights and moments lie as the engine has them, so that training goes on
// bit for bit.

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { CharloomError } from '../../../errors.ts';
import { panelWidth } from '../../../kernels/wasm.ts';
import { layOutParameters } from '../../../nn/parameters.ts';
import { blocksOfContinuation, checkFacts, factsOf, readContinuation } from '../../parts/continuation.ts';
import {
  checkAgainst,
  checkDescription,
  checkSymbols,
  checkTogether,
  checkOwnVersion,
  checkVersion,
  describe,
  descriptionVersion,
} from '../../parts/description.ts';
import { checkGolden, maxGoldenPrompt } from '../../proof/golden.ts';
import { faultOf, parseStrictly } from '../../parts/json.ts';
import { checkMemory } from '../../parts/memory.ts';
import { shapeOfSize, sizeOfModel } from '../../parts/model-size.ts';
import { bytesOf, openBlocks, recordOf } from '../../parts/number-blocks.ts';
import type { NumberBlock } from '../../parts/number-blocks.ts';
import { checkPadded, realNumbers } from '../../parts/padding.ts';
import type { Golden, IncomingFiles, IncomingModel, OutgoingFile, PortableModel } from '../../types.ts';
import { notWhole } from '../../parts/refusals.ts';
import { formatFacts } from '../../../protocol/formats.ts';
import { beginningBytes, beginsAsCharloom, charloomMagic as magic } from '../../../protocol/model-files.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';
import type { Format } from '../format.ts';

const hashBytes = 32;
/** Name, version, length. */
const preambleBytes = magic.length + 8;
const headerAt = preambleBytes + hashBytes;
/** All symbols of Unicode and some thousand extensions. */
const maxHeaderLength = 64e6;

const headerSchema = v.strictObject({
  lane: v.number(),
  description: v.unknown(),
  symbols: v.unknown(),
  prompt: v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(maxGoldenPrompt)),
  continuation: v.unknown(),
  blocks: v.unknown(),
});

export const charloomFormat: Format<'charloom'> = {
  name: 'charloom',
  ...formatFacts.charloom,
  isMeant: isCharloomFile,

  write(model: PortableModel, golden: Golden): readonly OutgoingFile[] {
    const blocks = blocksOf(model, golden);
    const header = headerOf(descriptionVersion(model), {
      lane: panelWidth,
      description: describe(model),
      symbols: model.symbols,
      prompt: [...golden.ids],
      continuation: model.continuation && factsOf(model.continuation),
      blocks: blocks.map(recordOf),
    });
    const pieces = [...header, ...blocks.map(({ values }) => bytesOf(values))];
    return [{ path: '', bytes: pieces.reduce((sum, piece) => sum + piece.length, 0), pieces }];
  },

  read(files: IncomingFiles): IncomingModel {
    const { version, header, end } = readHeader(files);
    checkOwnVersion(sentence`This model`, version, header.description);
    const description = checkDescription(header.description, sentence`The description of the model`);
    const symbols = checkSymbols(header.symbols, description.unit);
    checkTogether(description, symbols);
    const facts = header.continuation === null ? null : checkFacts(header.continuation);
    const blocks = openBlocks(files, '', end, header.blocks);
    const size = sizeOfModel({ ...description, symbols });
    checkMemory(size, blocks.bytes);
    const shape = shapeOfSize(size);
    const layout = layOutParameters(shape);
    const parameters = blocks.read('parameters', 'f32', layout.size);
    const real = realNumbers(layout);
    checkPadded('parameters', parameters, real);
    const golden = {
      ids: header.prompt,
      logits: blocks.read('golden', 'f32', header.prompt.length * shape.classes),
    };
    checkGolden(golden, size);
    const continuation = facts && readContinuation({ description, symbols, shape, facts, blocks, parameters, real });
    const { trainedOn, ...known } = description;
    const weights = continuation?.state.averaged ?? parameters;
    return {
      model: { ...known, symbols, weights, continuation, ...(trainedOn && { trainedOn }) },
      golden,
      precision: 'float32',
    };
  },
};

function isCharloomFile(files: IncomingFiles): boolean {
  const bytes = files.files.get('');
  return bytes !== undefined && beginsAsCharloom(files.read('', 0, Math.min(beginningBytes, bytes)));
}

function blocksOf({ weights, continuation }: PortableModel, golden: Golden): readonly NumberBlock[] {
  return [
    { name: 'golden', values: golden.logits },
    { name: 'parameters', values: continuation?.state.parameters ?? weights },
    ...(continuation ? blocksOfContinuation(continuation) : []),
  ];
}

function headerOf(version: number, header: v.InferOutput<typeof headerSchema>): readonly Uint8Array[] {
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const preamble = Buffer.alloc(preambleBytes);
  preamble.write(magic, 'latin1');
  preamble.writeUInt32LE(version, magic.length);
  preamble.writeUInt32LE(json.length, magic.length + 4);
  return [preamble, sha256Of(json), json];
}

/** @returns what it says, and where the blocks begin */
function readHeader(files: IncomingFiles): {
  readonly version: number;
  readonly header: v.InferOutput<typeof headerSchema>;
  readonly end: number;
} {
  const bytes = files.files.get('') ?? 0;
  if (bytes < headerAt || !isCharloomFile(files)) throw broken(sentence`it does not begin as one`);
  const preamble = Buffer.from(files.read('', 0, headerAt));
  const version = preamble.readUInt32LE(magic.length);
  checkVersion(sentence`This model`, version);
  const length = preamble.readUInt32LE(magic.length + 4);
  if (length > maxHeaderLength) throw broken(sentence`its header claims ${length} bytes, more than any has`);
  if (headerAt + length > bytes) throw notWhole(sentence`This model`, bytes, headerAt + length);
  const json = files.read('', headerAt, length);
  if (!sha256Of(json).equals(preamble.subarray(preambleBytes))) throw broken(sentence`its header is damaged`);
  const header = checkAgainst(headerSchema, parseHeader(json), sentence`The header of the model`);
  if (header.lane !== panelWidth) throw laidOutOtherwise(header.lane);
  return { version, header, end: headerAt + length };
}

function parseHeader(json: Uint8Array): unknown {
  try {
    return parseStrictly(json);
  } catch (error) {
    throw broken(sentence`its header cannot be read: ${faultOf(error)}`, error);
  }
}

function sha256Of(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function laidOutOtherwise(width: number): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`This model's numbers are laid out in rows of ${width}, and this Charloom has ${panelWidth}. Export it as safetensors instead.`,
  );
}

function broken(what: Sentence, cause?: unknown): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`This is not a sound Charloom model: ${what}. Get the file again.`,
    {
      cause,
    },
  );
}
