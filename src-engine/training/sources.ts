// The source of a job.

import { LineSource } from './line-source.ts';
import type { ReadJob, Source } from './source.ts';
import { TextSource } from './text-source.ts';

/** Null where there is too little for even one chunk. */
export function sourceOf(job: ReadJob): Source | null {
  const { lines } = job;
  return lines ? LineSource.of({ ...job, lines }) : TextSource.of(job);
}
