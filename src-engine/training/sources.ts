// The source of a job.

import { LineSource } from './line-source.ts';
import type { SourceJob, Source } from './source.ts';
import { TextSource } from './text-source.ts';

/** Null where there is too little for even one chunk. */
export function sourceOf(job: SourceJob): Source | null {
  const { lines } = job;
  return lines ? LineSource.of({ ...job, lines }) : TextSource.of(job);
}
