// Measures what users would pick instead, each in a process of its own, on the same machine in the same run.
// None of them is a dependency: a peer that is not installed is told as such and never counts as a failure.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CellKind } from '../../src-engine/protocol/choices.ts';

export type PeerName = 'pytorch-train' | 'pytorch-generate' | 'tfjs' | 'brain';

export interface PeerOptions {
  readonly cell: CellKind;
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /** Time to measure for, after warming up; a peer whose single step takes longer runs one step. */
  readonly seconds: number;
  /** Lanes and characters of a training step; brain.js has no lanes. */
  readonly batch: number;
  readonly sequence: number;
  /** PyTorch is tried with one and with so many. The JavaScript peers have one. */
  readonly threads: number;
  /** The Python that has PyTorch; else CHARLOOM_PYTHON, else python3. */
  readonly python?: string;
}

export interface PeerResult {
  readonly kind: 'peer';
  readonly name: 'pytorch' | 'tfjs' | 'brain';
  readonly version: string;
  readonly task: 'train' | 'generate';
  readonly cell: PeerOptions['cell'];
  readonly layers: number;
  readonly hidden: number;
  /** The best that the peer reached. */
  readonly charactersPerSecond: number;
  readonly threads: number;
  /** PyTorch's: every way that was tried. */
  readonly variants?: readonly PeerVariant[];
}

export interface PeerVariant {
  readonly threads: number;
  /** Of training: which of PyTorch's AdamW loops. */
  readonly optimizer?: 'foreach' | 'fused';
  /** Of generating: on is what PyTorch does when left alone. */
  readonly oneDnn?: boolean;
  readonly charactersPerSecond: number;
}

export interface MissingPeer {
  /** What is not installed, and how to install it: one sentence or two. */
  readonly missing: string;
}

/** @throws Error when the peer is installed but fails; the message ends with what it said. */
export async function runPeer(name: PeerName, options: PeerOptions): Promise<PeerResult | MissingPeer> {
  const { command, parameters } = commandOf(name, options);
  const outcome = await run(command, parameters);
  if (outcome.kind === 'no-such-command') {
    return { missing: `There is no '${command}' to run PyTorch with. Name a Python that has it in CHARLOOM_PYTHON.` };
  }
  const line = outcome.stdout.trim().split('\n').at(-1) ?? '';
  const told = parseLine(line);
  if (told?.kind === 'missing') return { missing: told.message };
  if (told?.kind === 'peer' && outcome.code === 0) return told;
  throw new Error(`The peer ${name} ended with code ${outcome.code}: ${outcome.stderr.trim() || line || 'no output'}`);
}

function commandOf(name: PeerName, options: PeerOptions): { readonly command: string; readonly parameters: string[] } {
  const { cell, layers, hidden, vocabulary, seconds } = options;
  const shared = [
    ...['--cell', cell, '--layers', `${layers}`, '--hidden', `${hidden}`],
    ...['--vocabulary', `${vocabulary}`, '--seconds', `${seconds}`, '--json'],
  ];
  const chunk = ['--batch', `${options.batch}`, '--sequence', `${options.sequence}`];
  const threads = ['--threads', ...new Set(['1', `${options.threads}`])];
  const script = (file: string): string => join(import.meta.dirname, file);
  const python = options.python ?? process.env['CHARLOOM_PYTHON'] ?? 'python3';
  // -B: no folder of compiled Python is left in the sources.
  switch (name) {
    case 'pytorch-train':
      return { command: python, parameters: ['-B', script('pytorch_train.py'), ...shared, ...chunk, ...threads] };
    case 'pytorch-generate':
      return { command: python, parameters: ['-B', script('pytorch_generate.py'), ...shared, ...threads] };
    case 'tfjs':
    case 'brain':
      return { command: process.execPath, parameters: [script(`${name}.mjs`), ...shared, ...chunk] };
  }
}

type Outcome =
  | { readonly kind: 'no-such-command' }
  | { readonly kind: 'ended'; readonly code: number | string; readonly stdout: string; readonly stderr: string };

function run(command: string, parameters: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve({ kind: 'no-such-command' });
      else reject(error);
    });
    child.once('close', (code, signal) =>
      resolve({ kind: 'ended', code: code ?? signal ?? 'unknown', stdout, stderr }),
    );
  });
}

type Told = PeerResult | { readonly kind: 'missing'; readonly message: string };

/** The scripts beside this file print one line of this shape; anything else is not theirs. */
function parseLine(line: string): Told | undefined {
  try {
    return JSON.parse(line) as Told;
  } catch {
    return undefined;
  }
}
