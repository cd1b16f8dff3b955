// The files that are made from the program, wholly or in part, by their paths in the repository.

import { cellPage } from './cells.mjs';
import { commandLinePage } from './command-line.mjs';
import { scriptsWithCells } from './python-cells.mjs';

export const written = {
  'docs/cells.md': cellPage,
  'docs/command-line.md': commandLinePage,
  ...scriptsWithCells,
};
