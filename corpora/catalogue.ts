// The built-in corpora, in the order in which they are offered.

import type { BuiltInText } from './built-in-text.ts';
import { mobyDick } from './moby-dick.ts';

export const catalogue: readonly BuiltInText[] = [mobyDick];
