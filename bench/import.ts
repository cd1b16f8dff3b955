// A large text into the library and back into memory, in a process of its own whose memory is watched as a whole.

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { count } from './report.ts';
import type { Report } from './report.ts';

export interface ImportFigures {
  readonly seconds: number;
  /** Highest resident memory of the whole process. */
  readonly peakBytes: number;
  /** Until the text's ids lie in shared memory, ready to train on. */
  readonly reopenSeconds: number;
  /** Longest time in which the host's event loop did not come round. */
  readonly stallMilliseconds: number;
}

const kinds = [
  { name: 'plain', unit: 'codepoint', cleaning: [] },
  { name: 'cleaned', unit: 'codepoint', cleaning: ['nfc', 'lowercase', 'spaces', 'blank-lines'] },
  { name: 'clusters', unit: 'grapheme', cleaning: [] },
] as const;

/** @param megabytes of the text */
export function benchImport(report: Report, megabytes: number): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-bench-'));
  try {
    const file = path.join(folder, 'text.txt');
    writeText(file, megabytes * 1e6);
    const { size } = statSync(file);
    report.heading(`Import of a text of ${count(size / 1e6)} MB`);
    report.columns(['', 'seconds', 'MB/s', 'peak MB', 'reopened, s', 'stall, ms']);
    const child = fileURLToPath(new URL('./import-child.ts', import.meta.url));
    for (const { name, ...preparation } of kinds) {
      const job = JSON.stringify({ file, library: path.join(folder, `${name}.db`), ...preparation });
      const figures = JSON.parse(execFileSync(process.execPath, [child, job], { encoding: 'utf8' })) as ImportFigures;
      report.row({ kind: 'import', name, bytes: size, ...figures }, [
        name,
        figures.seconds.toFixed(1),
        (size / 1e6 / figures.seconds).toFixed(0),
        (figures.peakBytes / 1e6).toFixed(0),
        figures.reopenSeconds.toFixed(2),
        figures.stallMilliseconds.toFixed(0),
      ]);
      rmSync(path.join(folder, `${name}.db`));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Made-up words in lines and paragraphs, with some letters and signs beyond ASCII. */
function writeText(file: string, bytes: number): void {
  const random = createRandom(1);
  const letters = 'etaoinshrdlucmfwypvbgkqjxz';
  const words = Array.from({ length: 20_000 }, (_, index) => {
    const length = 2 + (random.bits() % 8);
    const word = Array.from({ length }, () => letters[random.bits() % letters.length]).join('');
    return index % 500 === 0 ? `${word}é — “${word}”` : word;
  });
  const handle = openSync(file, 'w');
  for (let written = 0; written < bytes;) {
    const lines = Array.from({ length: 2000 }, (_, line) => {
      const text = Array.from({ length: 12 }, () => words[random.bits() % words.length]).join(' ');
      return line % 8 === 7 ? `${text}.\n\n` : `${text}\n`;
    });
    written += writeSync(handle, lines.join(''));
  }
  closeSync(handle);
}
