// What is said of exported and inspected models.

import { expect, it } from 'vitest';
import { exportFormats } from '../../src-engine/protocol/choices.ts';
import { formatWords } from '../../src-engine/protocol/words/formats.ts';
import type { Proof } from '../../src-engine/protocol/index.ts';
import {
  lossSentence,
  proofSentence,
  exportedSize,
  smallNumber,
  suggestedName,
} from '../../src-renderer/text/model-words.ts';

const proof = (difference: number): Proof => ({ format: 'onnx', symbols: 64, difference, allowed: 1e-5 });

it('tells the proof with the figures that it rests on', () => {
  expect(proofSentence(proof(1.23e-6))).toContain('largest difference 0.0000012 over 64 symbols (allowed 0.00001)');
  expect(proofSentence(proof(1.23e-6))).toMatch(/^Checked: read back, it is the same model: /);
  expect(proofSentence({ ...proof(0.0123), allowed: 0.05 })).toMatch(
    /^Checked: .* but for rounding: largest difference 0\.012 /,
  );
  expect(proofSentence(proof(0))).toMatch(/to the last bit: largest difference 0 over/);
});

it('never calls a model the same that is not', () => {
  for (const difference of [0.5, Infinity, Number.NaN]) {
    expect(proofSentence(proof(difference))).toMatch(/^It does not answer like the model/);
  }
});

it('writes small numbers in full as long as one can read them', () => {
  expect([1, 0.5, 0.00012, 1.2e-6, 9.96e-8, 1e-20].map(smallNumber)).toEqual([
    '1.0',
    '0.50',
    '0.00012',
    '0.0000012',
    '0.000000100',
    '1.0e-20',
  ]);
});

it('says what rounding costs, and that nothing was measured by saying nothing', () => {
  expect(lossSentence({ loss: null })).toBeNull();
  expect(lossSentence({ loss: { exact: 1.4, stored: 1.4001 } })).toMatch(/costs nothing/);
  expect(lossSentence({ loss: { exact: 1.4, stored: 1.5 } })).toContain('from 1.400 to 1.500 nats (+0.100)');
});

it('suggests a name with the ending of its format, and says in one line what each is for', () => {
  expect(exportFormats.map((format) => suggestedName('Mine', format))).toEqual([
    'Mine.charloom',
    'Mine safetensors',
    'Mine onnx',
    'Mine.html',
    'Mine pytorch-job',
  ]);
  for (const { purpose } of Object.values(formatWords)) expect(purpose.length).toBeLessThan(75);
});

it('counts files where there are several', () => {
  expect(exportedSize({ files: 1, bytes: 1200 })).toBe('1.2 kB');
  expect(exportedSize({ files: 4, bytes: 1_200_000 })).toBe('4 files, 1.2 MB');
});
