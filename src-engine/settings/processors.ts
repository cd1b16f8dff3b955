// How many threads training takes by default. Two threads on one physical core slow each other down in dense
// arithmetic, so physical cores count, and where there are more than two, one is left to the person at the machine.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Fewer lanes than these for each thread make its matrix products too thin to be fast. */
const lanesPerThread = 8;

/** Physical cores that this process may use; at least 1. */
export function physicalProcessors(): number {
  const available = availableParallelism();
  return Math.max(1, Math.min(available, countCores(readProcessorList()) ?? available));
}

/** Distinct cores in the text of Linux's /proc/cpuinfo; null where it does not tell them apart. */
export function countCores(processorList: string): number | null {
  const cores = new Set<string>();
  for (const block of processorList.split(/\n\s*\n/)) {
    const core = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
    if (core === undefined) continue;
    const socket = /^physical id\s*:\s*(\d+)/m.exec(block)?.[1] ?? '0';
    cores.add(`${socket}/${core}`);
  }
  return cores.size > 0 ? cores.size : null;
}

/** The default number of threads for `batch` lanes on a machine with `processors` physical cores. */
export function defaultThreads(batch: number, processors: number): number {
  const spared = processors > 2 ? processors - 1 : processors;
  return Math.max(1, Math.min(spared, Math.floor(batch / lanesPerThread)));
}

function readProcessorList(): string {
  if (process.platform !== 'linux') return '';
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    // Some containers hide it; the number of available processors is then the best that is known.
    return '';
  }
}
