// Takes the model out of its own page: the description, and the parameters one after another, so that no two of them
// lie there twice.

import { writeParameter } from '../../../../nn/parameters.ts';
import { decodeBase64 } from './base64.ts';
import { layoutOf } from './contents.ts';
import type { PageContents } from './contents.ts';
import { breathe } from './pauses.ts';
import { storageOf } from './stored.ts';

/** Characters that are decoded between two looks at the window: a few milliseconds. */
const pieceCharacters = 2 ** 21;

export function readContents(): PageContents {
  return JSON.parse(textOf('contents')) as PageContents;
}

/** The module of the page's kernels. */
export async function readKernels(): Promise<WebAssembly.Module> {
  const bytes = Uint8Array.from(atob(textOf('kernels')), (character) => character.charCodeAt(0));
  return WebAssembly.compile(bytes);
}

/** The engine's flat block. Takes the elements out of the page. */
export async function readWeights(contents: PageContents): Promise<Float32Array> {
  const { precision } = contents;
  const { parameters, size } = layoutOf(contents);
  const block = new Float32Array(size);
  const elements = document.querySelectorAll('script.parameter');
  for (const [index, parameter] of parameters.entries()) {
    const element = elements[index];
    const bytes = new Uint8Array(storageOf(parameter.shape, precision).bytes(parameter.shape));
    const text = element?.textContent ?? '';
    element?.remove();
    await decode(text, bytes);
    writeParameter(block, 0, parameter, storageOf(parameter.shape, precision).decode(parameter.shape, bytes));
  }
  return block;
}

async function decode(text: string, bytes: Uint8Array): Promise<void> {
  let isSound = text.length === Math.ceil(bytes.length / 3) * 4;
  for (let from = 0; isSound && from < text.length; from += pieceCharacters) {
    isSound = decodeBase64(text, from, Math.min(from + pieceCharacters, text.length), bytes, (from / 4) * 3);
    await breathe();
  }
  if (!isSound) throw new Error('its weights are damaged. Get the file again');
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
