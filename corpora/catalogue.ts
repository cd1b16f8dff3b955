// The built-in corpora, in the order in which they are offered within their kinds.

import type { BuiltInText } from './built-in-text.ts';
import { arithmetic } from './grammars/arithmetic.ts';
import { brackets } from './grammars/brackets.ts';
import { dates } from './grammars/dates.ts';
import { memoryTasks } from './grammars/memory-tasks.ts';
import { reviews } from './grammars/reviews.ts';
import { tideHeights } from './grammars/tides.ts';
import { alice, janeAusten, kingJamesBible, leavesOfGrass, shakespeare } from './gutenberg.ts';
import { labelledMail } from './labelled-mail.ts';
import { mail } from './mail.ts';
import { mobyDick } from './moby-dick.ts';
import { sqlite, zod } from './source-code.ts';
import { stateOfTheUnion } from './state-of-the-union.ts';
import { tangPoems } from './tang-poems.ts';
import { names, pronouncingDictionary } from './word-lists.ts';

export const catalogue: readonly BuiltInText[] = [
  mobyDick,
  janeAusten,
  alice,
  kingJamesBible,
  shakespeare,
  leavesOfGrass,
  tangPoems,
  stateOfTheUnion,
  mail,
  sqlite,
  zod,
  names,
  pronouncingDictionary,
  arithmetic,
  brackets,
  dates,
  ...memoryTasks,
  labelledMail,
  reviews,
  tideHeights,
];
