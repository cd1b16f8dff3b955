// Everything that the window says, in German.

import type { Catalogue } from '../sentences.ts';
import * as files from './files.ts';
import { nouns } from './nouns.ts';

export const german: Catalogue = {
  sentences: Object.assign({}, ...Object.values(files)) as Catalogue['sentences'],
  nouns,
};
