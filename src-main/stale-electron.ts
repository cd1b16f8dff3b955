// Whether this Electron still gets security fixes: the one that a set-up has found may be an old one.

import { sentence } from '../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../src-engine/protocol/text/sentences.ts';

/** The newest ones, which Electron's makers keep mending. */
const supportedMajors = 3;

/** Null for one that is new enough. @param made the version that Charloom is made for, which was among the newest */
export function staleElectron(electron: string, made: string): Sentence | null {
  if (major(electron) > major(made) - supportedMajors) return null;
  return sentence`This Electron (${electron}) is older than the one that Charloom is made for (${made}) and gets no security fixes any more: use it for development only.`;
}

function major(version: string): number {
  return Number.parseInt(version, 10);
}
