// What a tree of processes costs, read from Linux's /proc.

import { readdirSync, readFileSync } from 'node:fs';

/** Of all Linux that there is: `getconf CLK_TCK`. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** Ticks. */
  readonly used: number;
}

/** The process and all below it. */
export function processesOf(root: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((name) => [Number(name), statOf(Number(name))?.parent]));
  const found = [root];
  for (const process of found) for (const [pid, parent] of parents) if (parent === process) found.push(pid);
  return found;
}

/** In seconds, of those that are still there. */
export function processorSeconds(processes: readonly number[]): number {
  return processes.reduce((sum, pid) => sum + (statOf(pid)?.used ?? 0), 0) / ticksPerSecond;
}

/** Bytes; what several processes share is divided among them. */
export function proportionalBytes(processes: readonly number[]): number {
  return sumOf(processes, 'Pss');
}

/** Bytes without those of files: of these another program that has them open takes its share. */
export function writtenBytes(processes: readonly number[]): number {
  return sumOf(processes, 'Pss_Anon') + sumOf(processes, 'Pss_Shmem');
}

function sumOf(processes: readonly number[], field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm');
  return processes.reduce((sum, pid) => sum + Number(line.exec(read(pid, 'smaps_rollup'))?.[1] ?? '0') * 1024, 0);
}

/** Files, pipes and sockets that they hold. */
export function openFiles(processes: readonly number[]): number {
  return processes.reduce((sum, pid) => {
    try {
      return sum + readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      return sum;
    }
  }, 0);
}

function statOf(pid: number): Stat | null {
  // The second field is a name in brackets, which may hold anything.
  const fields = read(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return fields.length < 13 ? null : { parent: Number(fields[1]), used: Number(fields[11]) + Number(fields[12]) };
}

/** Empty for a process that has ended. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
