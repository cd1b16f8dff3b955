// The files of a draft as a list: as they were chosen until they have been read, then as they were read.

import type { GrantedFile, PreviewedFile } from '../../../../src-engine/protocol/index.ts';

export interface FileRow {
  readonly name: string;
  readonly bytes: number;
  /** Empty until it is known. */
  readonly encoding: string;
  readonly isGuess: boolean;
  readonly problem: PreviewedFile['problem'];
  readonly isFolder: boolean;
  /** Place among the chosen files; null for one that came with a folder. */
  readonly index: number | null;
}

export function fileRows(chosen: readonly GrantedFile[], read: readonly PreviewedFile[]): readonly FileRow[] {
  const hasFolder = chosen.some(({ isFolder }) => isFolder);
  // Without folders both lists are of the same files in the same order, unless one has just been added or left out.
  if (read.length === 0 || (!hasFolder && read.length !== chosen.length)) {
    return chosen.map(({ name, bytes, isFolder }, index) => ({
      name,
      bytes,
      encoding: '',
      isGuess: false,
      problem: null,
      isFolder,
      index,
    }));
  }
  return read.map(({ name, bytes, encodingName, certain, problem }, index) => ({
    name,
    bytes,
    encoding: encodingName,
    isGuess: !certain && problem === null,
    problem,
    isFolder: false,
    index: hasFolder ? null : index,
  }));
}
