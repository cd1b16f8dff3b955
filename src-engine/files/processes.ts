// Whether the process that holds a run is still there. A process id alone is not enough, as ids are used again:
// where the system tells when a process began, that must match too; elsewhere its heartbeat must be fresh. One that has
// ended and that nobody has asked about yet, a zombie, is dead; one that is about to end is waited for.

import { readFileSync } from 'node:fs';
import { pause } from './pausing.ts';

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

/** Milliseconds within which a process that has been killed lets go of what it had. */
const maxDyingMilliseconds = 2000;

const millisecondsBetweenLooks = 20;

/** Waits a little for a process that is ending. @param heartbeatAt,now milliseconds since 1970 */
export function isAlive(mark: ProcessMark, heartbeatAt: number, now: number): boolean {
  for (let waited = 0; ; waited += millisecondsBetweenLooks) {
    if (!isThere(mark, heartbeatAt, now)) return false;
    const state = lastingStateOf(mark.pid);
    // It may have died since the line before.
    if (state === 'dead') return false;
    if (waited >= maxDyingMilliseconds || state !== 'dying') return true;
    pause(millisecondsBetweenLooks);
  }
}

function isThere(mark: ProcessMark, heartbeatAt: number, now: number): boolean {
  if (!isRunning(mark.pid)) return false;
  if (mark.started !== null) return mark.started === startOf(mark.pid);
  // A clock that was set back must not make a dead process look alive for longer than a fresh heartbeat would.
  return Math.abs(now - heartbeatAt) < heartbeatLife;
}

export function isSameProcess(one: ProcessMark, other: ProcessMark): boolean {
  return one.pid === other.pid && one.started === other.started;
}

/** Whether there is a process of that number, whichever it is. */
export function isRunning(pid: number): boolean {
  return exists(pid) && stateOf(pid) !== 'dead';
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
  const ticks = fieldsOf(pid)?.[19];
  if (ticks === undefined) return null;
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
  } catch {
    return null;
  }
}

/** As the kernel has them: PF_EXITING of a task's flags, and the bit of SIGKILL among signals that wait. */
const exiting = 0x4;
const killed = 1n << 8n;

/** Between a signal that waits and the flag lies an instant with neither: who seems to live is looked at once more. */
function lastingStateOf(pid: number): State {
  const state = stateOf(pid);
  return state === 'living' ? stateOf(pid) : state;
}

/** 'unknown' where the system does not tell. */
type State = 'living' | 'dying' | 'dead' | 'unknown';

function stateOf(pid: number): State {
  // Looked at first: the signal goes before the flag comes, so that the other way round both could be missed.
  const wasKilled = isKilled(pid);
  const fields = fieldsOf(pid);
  if (fields === null) return 'unknown';
  if (['Z', 'X', 'x'].includes(fields[0] ?? '')) return 'dead';
  return (Number(fields[6]) & exiting) !== 0 || wasKilled ? 'dying' : 'living';
}

function isKilled(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return [...status.matchAll(/^(?:SigPnd|ShdPnd):\s*([\da-f]+)$/gm)].some(
      ([, signals = '']) => (BigInt(`0x${signals}`) & killed) !== 0n,
    );
  } catch {
    // It has just ended: the next look finds that.
    return true;
  }
}

/** Of /proc/PID/stat, from the process's state on. Null where there is no /proc, or the process has just ended. */
function fieldsOf(pid: number): readonly string[] | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The field before, the program's name in brackets, may hold spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
