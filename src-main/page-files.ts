// Which file an address of the page stands for. Nothing outside the page's folder can be named.

import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isPageAddress } from './page-address.ts';

/** The file that an address stands for, or null where it stands for nothing inside the folder. */
export function resolvePageFile(folder: string, address: string): string | null {
  if (!isPageAddress(address)) return null;
  const name = decoded(new URL(address).pathname);
  if (name === null || /[\0\\:]/.test(name)) return null;
  const file = path.resolve(folder, `.${name}`);
  return isInside(folder, file) ? file : null;
}

/** Its content; null for what is missing, a folder, or a link that leads out. */
export async function readPageFile(folder: string, file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    if (!isInside(await realpath(folder), await realpath(file))) return null;
    return new Uint8Array(await readFile(file));
  } catch {
    return null;
  }
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
