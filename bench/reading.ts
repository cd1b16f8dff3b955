// How fast one thread can read memory from WebAssembly, sixteen bytes at a time as all kernels do: what bounds a single
// stream.

import { main as compile } from 'assemblyscript/asc';

/** In AssemblyScript: nothing but loads, and as little as keeps them from being optimised away. */
const source = `
export function read(from: usize, bytes: usize): i32 {
  let a = i32x4.splat(0), b = a, c = a, d = a;
  for (const end = from + bytes; from < end; from += 64) {
    a = v128.xor(a, v128.load(from)); b = v128.xor(b, v128.load(from, 16));
    c = v128.xor(c, v128.load(from, 32)); d = v128.xor(d, v128.load(from, 48));
  }
  return i32x4.extract_lane(v128.xor(v128.xor(a, b), v128.xor(c, d)), 0);
}`;

const pageBytes = 65536;

/** What reads so many bytes, over and over the same ones. */
export async function openReading(bytes: number): Promise<() => void> {
  const pages = Math.ceil(bytes / pageBytes) + 1;
  let wasm: Uint8Array<ArrayBuffer> | null = null;
  const options = ['-o', 'm.wasm', '--enable', 'simd', '-O3', '--runtime', 'stub', '--initialMemory', `${pages}`];
  const { error } = await compile(['m.ts', ...options], {
    readFile: (name) => (name === 'm.ts' ? source : null),
    writeFile: (name, contents) => {
      if (name === 'm.wasm' && typeof contents !== 'string') wasm = Uint8Array.from(contents);
    },
    listFiles: () => [],
  });
  if (error) throw error;
  if (wasm === null) throw new Error('The compiler wrote nothing.');
  const { read } = (await WebAssembly.instantiate(await WebAssembly.compile(wasm))).exports as {
    read: (from: number, bytes: number) => number;
  };
  return () => void read(pageBytes, Math.floor(bytes / 64) * 64);
}
