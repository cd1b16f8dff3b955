// What main remembers between starts: the window's place, the app's settings, the last folders and files. A small JSON
// file that is never worth an error: whatever is missing or not as expected begins afresh.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { log } from './log.ts';
import { keptSettings } from './settings.ts';

const rectangle = v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() });

const schema = v.object({
  bounds: v.fallback(v.nullable(rectangle), null),
  maximized: v.fallback(v.boolean(), false),
  ...keptSettings.entries,
  textFolder: v.fallback(v.nullable(v.string()), null),
  modelFolder: v.fallback(v.nullable(v.string()), null),
  saveFolder: v.fallback(v.nullable(v.string()), null),
  /** The Electron that has passed the self-check. */
  checkedElectron: v.fallback(v.nullable(v.string()), null),
  /** The Electron that is too old, and of which the window has said so. */
  warnedElectron: v.fallback(v.nullable(v.string()), null),
  /** Paths of texts and models chosen lately, the newest first. */
  recentFiles: v.fallback(v.array(v.string()), []),
});

export type Remembered = Readonly<v.InferOutput<typeof schema>>;

export interface RememberedState {
  readonly now: Remembered;
  change(part: Partial<Remembered>): void;
}

export function openMemory(file: string): RememberedState {
  let now = read(file);
  return {
    get now() {
      return now;
    },
    change(part) {
      now = { ...now, ...part };
      write(file, now);
    },
  };
}

function read(file: string): Remembered {
  try {
    return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return v.parse(schema, {});
  }
}

/** Appears whole or not at all. */
function write(file: string, content: Remembered): void {
  const draft = `${file}.new`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, JSON.stringify(content));
    renameSync(draft, file);
  } catch (error) {
    log.warn('Could not remember the window:', error);
  }
}
