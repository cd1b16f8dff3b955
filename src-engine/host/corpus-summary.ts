// A corpus as lists have it.

import type { StoredCorpus } from '../library/corpora.ts';
import type { CorpusSummary } from '../protocol/index.ts';

export function corpusSummary({ id, name, characters, vocabulary, source, createdAt }: StoredCorpus): CorpusSummary {
  return { id, name, characters, vocabulary, source, createdAt };
}
