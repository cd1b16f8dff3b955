// The pages that are made from the program, by their names in docs/.

import { cellPage } from './cells.mjs';
import { commandLinePage } from './command-line.mjs';

export const pages = { 'cells.md': cellPage, 'command-line.md': commandLinePage };
