// One page that writes by itself, without a network: the shell (`page/`, built by the set-up) with the model's data put
// in. The data are in script elements of types that no browser runs, and what is not base64 is JSON without a single
// `<`: no name and no symbol can become markup. What the page may do is said by its own policy, in the shell.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { engineFile } from '../../../engine-files.ts';
import { readParameter, writeParameter } from '../../../nn/parameters.ts';
import type { Parameter } from '../../../nn/parameters.ts';
import type { WeightPrecision } from '../../../protocol/index.ts';
import { isExportedPage, readPage } from './reading.ts';
import { base64Length } from './page/base64.ts';
import { descriptionVersion } from '../../parts/description.ts';
import { shapeOfSize, sizeOfModel } from '../../parts/model-size.ts';
import { storableBeside } from '../../../settings/stored.ts';
import { closing, layoutOf, openings } from './page/contents.ts';
import type { PageContents } from './page/contents.ts';
import { storageOf } from './page/stored.ts';
import type { Golden, IncomingFiles, OutgoingFile, PortableModel } from '../../types.ts';
import { formatFacts } from '../../../protocol/formats.ts';
import type { Format } from '../format.ts';

export const htmlFormat: Format<'html'> = {
  name: 'html',
  ...formatFacts.html,
  isMeant: isExportedPage,
  isPlainAround: (files, { name }) => hasPlainShell(files, name),
  write: (model, golden, { precision }) => [
    pageOf(model, shortened(golden, shapeOfSize(sizeOfModel(model)).classes), precision),
  ],
  read: readPage,
};

/** The model's block as the page will hold it: what a loss has to be measured with. */
export function storedWeights(model: PortableModel, precision: WeightPrecision): Float32Array<ArrayBuffer> {
  if (precision === 'float32') return model.weights;
  const { parameters, size } = layoutOf(model);
  const block = new Float32Array(size);
  for (const parameter of parameters) {
    const { shape } = parameter;
    const bytes = storageOf(shape, precision).encode(shape, valuesOf(model, parameter));
    writeParameter(block, 0, parameter, storageOf(shape, precision).decode(shape, bytes));
  }
  return block;
}

/**
 * Numbers of golden logits that a page carries at most, 64 KB of it; where many are said after a symbol, fewer steps
 * are taken, at least one.
 */
const goldenNumbers = 12_000;

function shortened({ ids, logits }: Golden, classes: number): Golden {
  const steps = Math.max(1, Math.min(ids.length, Math.floor(goldenNumbers / classes)));
  return { ids: ids.slice(0, steps), logits: logits.subarray(0, steps * classes) };
}

function pageOf(model: PortableModel, golden: Golden, precision: WeightPrecision): OutgoingFile {
  const [before, after] = shellFor(model.name);
  const contents = asJson({
    // The bins of numbers stay behind: a page has no use for them.
    charloom: descriptionVersion({ labels: model.labels }),
    name: model.name,
    model: storableBeside({ unit: model.unit, precision }, model.model),
    unit: model.unit,
    symbols: model.symbols,
    first: model.first,
    step: model.step,
    validation: model.validation,
    text: model.trainedOn?.name ?? null,
    precision,
    golden: golden.ids,
    ...(model.labels.length > 0 && { labels: model.labels }),
    ...(model.labels.length > 0 && model.training && { sequence: model.training.sequence }),
  });
  const { parameters } = layoutOf(model);
  function* data(): Generator<Uint8Array> {
    yield element('contents', contents);
    yield* base64Element('golden', bytesOf(golden.logits));
    for (const parameter of parameters) {
      const { shape } = parameter;
      yield* base64Element('parameter', storageOf(shape, precision).encode(shape, valuesOf(model, parameter)));
    }
  }
  const bytes =
    [before, elementOf('contents', contents), after].reduce((sum, text) => sum + Buffer.byteLength(text), 0) +
    base64ElementBytes('golden', golden.logits.byteLength) +
    parameters.reduce(
      (sum, { shape }) => sum + base64ElementBytes('parameter', storageOf(shape, precision).bytes(shape)),
      0,
    ) +
    sealBytes;
  return {
    path: '',
    bytes,
    pieces: {
      *[Symbol.iterator]() {
        yield utf8(before);
        yield* sealed(data());
        yield utf8(after);
      },
    },
  };
}

/**
 * Whether the markup and the program around the model of a page are those that would be written today: nobody has put
 * anything of their own there.
 */
function hasPlainShell(files: IncomingFiles, name: string): boolean {
  const [before, after] = shellFor(name).map((text) => Buffer.from(text));
  const size = files.files.get('') ?? 0;
  if (!before || !after || size < before.length + sealBytes + after.length) return false;
  const contents = Buffer.from(openings.contents);
  const start = Buffer.from(files.read('', 0, before.length + contents.length));
  const end = Buffer.from(files.read('', size - after.length - sealBytes, sealBytes + after.length));
  return (
    start.equals(Buffer.concat([before, contents])) &&
    end.toString('latin1', 0, openings.seal.length) === openings.seal &&
    end.toString('latin1', sealBytes - closing.length, sealBytes) === closing &&
    end.subarray(sealBytes).equals(after)
  );
}

/** Before and after the data. */
function shellFor(name: string): readonly [before: string, after: string] {
  const shell = readFileSync(engineFile('page'), 'utf8');
  const [before, after] = shell.split('<!-- model -->\n');
  return [before.replaceAll('<!-- name -->', () => escaped(name)), after];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** JSON that is the same in any script element: no `<`, and no line ends that JavaScript once knew and JSON did not. */
function asJson(contents: PageContents): string {
  return JSON.stringify(contents).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function valuesOf(model: PortableModel, parameter: Parameter): Float32Array<ArrayBuffer> {
  return new Float32Array(readParameter(model.weights, 0, parameter));
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

type ElementName = keyof typeof openings;

function elementOf(name: ElementName, text: string): string {
  return `${openings[name]}${text}${closing}`;
}

function element(name: ElementName, text: string): Uint8Array {
  return utf8(elementOf(name, text));
}

/** A multiple of three, so that the pieces' base64 can be put together. */
const pieceBytes = 3 * 2 ** 19;

function* base64Element(name: ElementName, bytes: Uint8Array): Generator<Uint8Array> {
  yield utf8(openings[name]);
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const piece = bytes.subarray(from, from + pieceBytes);
    yield Buffer.from(Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('base64'), 'latin1');
  }
  yield utf8(closing);
}

function base64ElementBytes(name: ElementName, bytes: number): number {
  return openings[name].length + base64Length(bytes) + closing.length;
}

const sealBytes = openings.seal.length + 64 + closing.length;

/** The pieces, and behind them the hash of all of them. */
function* sealed(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  yield element('seal', hash.digest('hex'));
}
