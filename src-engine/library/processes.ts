// Whether the process that holds a run is still there. A process id alone is not enough, as ids are used again:
// where the system tells when a process began, that must match too; elsewhere its heartbeat must be fresh.

import { readFileSync } from 'node:fs';

export interface ProcessMark {
  readonly pid: number;
  /** Identifies the process beyond its id: boot and start time; null where the system does not tell. */
  readonly started: string | null;
}

/** Milliseconds after the last heartbeat for which a process without a start time counts as alive. */
const heartbeatLife = 60_000;

export function markOfThisProcess(): ProcessMark {
  return { pid: process.pid, started: startOf(process.pid) };
}

/** As stored in the library; null if it is damaged there, and so nobody's. */
export function parseMark(text: string): ProcessMark | null {
  try {
    const { pid, started } = JSON.parse(text) as Partial<ProcessMark>;
    if (typeof pid !== 'number' || !(typeof started === 'string' || started === null)) return null;
    return { pid, started };
  } catch {
    return null;
  }
}

/** @param heartbeatAt,now milliseconds since 1970 */
export function isAlive(mark: ProcessMark, heartbeatAt: number, now: number): boolean {
  if (!exists(mark.pid)) return false;
  if (mark.started !== null) return mark.started === startOf(mark.pid);
  // A clock that was set back must not make a dead process look alive for longer than a fresh heartbeat would.
  return Math.abs(now - heartbeatAt) < heartbeatLife;
}

export function isSameProcess(one: ProcessMark, other: ProcessMark): boolean {
  return one.pid === other.pid && one.started === other.started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Boot id and start time in clock ticks since boot, on Linux. */
function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name in brackets, may hold spaces and brackets; fields count on from there.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    // No /proc, or the process has just ended: nothing can be told.
    return null;
  }
}
