// What two sides read from one memory lies where both expect it, and nothing lies over anything else.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cellSteps } from '../../src-engine/cells/cell.ts';
import { normEpsilon } from '../../src-engine/cells/layer-norm.ts';
import {
  assemblyConstants,
  cacheLine,
  mailbox,
  mailboxWords,
  jobWords,
  productDepth,
  tapeKernels,
  wordsPerCall,
} from '../../src-engine/kernels/layouts.ts';
import type { Span } from '../../src-engine/kernels/layouts.ts';
import { argument, control } from '../../src-engine/training/shared.ts';

/** Spans in the order in which they lie; throws where one begins before the last has ended. */
function inOrder(spans: Readonly<Record<string, Span>>): [string, Span][] {
  const sorted = Object.entries(spans).sort(([, a], [, b]) => a.at - b.at);
  for (const [index, [name, { at }]] of sorted.entries()) {
    const [before, { at: start, words }] = sorted[index - 1] ?? ['', { at: 0, words: 0 }];
    if (at < start + words) throw new Error(`"${name}" lies over "${before}"`);
  }
  return sorted;
}

/** Single words, `length` in all. */
function words({ length, ...places }: Readonly<Record<string, number>> & { readonly length: number }) {
  return { spans: Object.fromEntries(Object.entries(places).map(([name, at]) => [name, { at, words: 1 }])), length };
}

describe('layouts', () => {
  it('notices what lies over something else', () => {
    expect(() => inOrder({ job: { at: 48, words: 10 }, dismissed: { at: 57, words: 1 } })).toThrow('"dismissed"');
    expect(() => inOrder({ job: { at: 48, words: 10 }, dismissed: { at: 58, words: 1 } })).not.toThrow();
  });

  it('give everything on the mailbox cache lines of its own', () => {
    const lines = inOrder(mailbox).map(([, { at, words: length }]) => {
      expect(at % cacheLine).toBe(0);
      return { at: at / cacheLine, words: Math.ceil(length / cacheLine) };
    });
    inOrder(Object.fromEntries(lines.entries()));
    const last = lines.at(-1);
    expect(((last?.at ?? 0) + (last?.words ?? 0)) * cacheLine).toBe(mailboxWords);
  });

  it.each([
    ['orders', words(control)],
    ['arguments', words(argument)],
  ])('give each of the threads’ %s a word', (_, { spans, length }) => {
    const last = inOrder(spans).at(-1)?.[1].at ?? 0;
    expect(last).toBeLessThan(length);
  });

  it('reach AssemblyScript in bytes', () => {
    const constants = assemblyConstants();
    expect(constants.size).toBe(
      tapeKernels.length + cellSteps.length + 2 + Object.keys(mailbox).length + jobWords.length,
    );
    expect(constants.get('MAILBOX_FINISHED')).toBe(64);
    expect(constants.get('JOB_A_STRIDE')).toBe(4);
    expect(constants.get('TAPE_GATHER_ROWS')).toBe(2);
    expect(constants.get('CALL_BYTES')).toBe(48);
  });
});

describe('the depth of a transposed product', () => {
  it('is the same in C, whose scratch is that of all kernels', () => {
    const header = readFileSync(new URL('../../src-engine/kernels/native/kernels.h', import.meta.url), 'utf8');
    expect(Number(/TRANSPOSED_DEPTH = (\d+)/.exec(header)?.[1])).toBe(productDepth);
  });
});

describe('a tape in C', () => {
  const source = readFileSync(new URL('../../src-engine/kernels/native/addon.c', import.meta.url), 'utf8');

  it.each([
    ['STEP_FORWARD', tapeKernels.indexOf('stepForward')],
    ['WORDS_PER_CALL', wordsPerCall],
  ])('has the %s of the layouts', (name, value) => {
    expect(Number(new RegExp(`enum \\{.*\\b${name} = (\\d+)`).exec(source)?.[1])).toBe(value);
  });
});

describe('the ε of layer normalisation', () => {
  it.each([
    ['AssemblyScript', 'kernels/assembly/norm.ts', /const epsilon: f64 = (.+);/],
    ['C', 'kernels/native/norm.h', /#define NORM_EPSILON (.+)/],
    ['model.py', 'interchange/formats/safetensors/model.py', /^NORM_EPSILON = (.+)/m],
    ['train.py', 'interchange/formats/pytorch-job/train.py', /^NORM_EPSILON = (.+)/m],
  ])('is the same in %s', (_, file, written) => {
    const source = readFileSync(new URL(`../../src-engine/${file}`, import.meta.url), 'utf8');
    expect(Number(written.exec(source)?.[1])).toBe(normEpsilon);
  });
});
