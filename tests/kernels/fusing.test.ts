// V8's flags: those that a version is known to take, and a trial in a process of its own for the versions that nobody
// has tried.

import { describe, expect, it } from 'vitest';
import { engineFile } from '../../src-engine/engine-files.ts';
import { flagsOf, survivesFusing } from '../../src-engine/kernels/fusing.ts';

const module = engineFile('kernels-wide');
const neverAsked = (): never => {
  throw new Error('A version that is known was tried.');
};

describe('the flags that make V8 fuse', () => {
  it.each(['13.0.245.19-electron.0', '13.6.233.17-node.53', '14.1.146.11-node.25', '14.6.202.34-node.34'])(
    'are known for %s',
    (version) => {
      expect(flagsOf(version, module, neverAsked)).toContainEqual([
        'experimental-wasm-revectorize',
        'no-experimental-wasm-revectorize',
      ]);
    },
  );

  it.each(['12.4.254.21-node.57', '11.3.244.8-node.38', '13.8.258.1', ''])('are left alone in %s', (version) => {
    expect(flagsOf(version, module, neverAsked)).toEqual([]);
  });

  it('never include one that ends V8 14 at run time', () => {
    for (const version of ['14.1.1', '14.6.2', '15.4.99']) {
      expect(flagsOf(version, module, () => true).map(([on]) => on)).not.toContain('no-liftoff');
    }
  });

  it('are used in a newer V8 only where a process of its own survives them', () => {
    expect(flagsOf('15.4.99', module, () => true)).toEqual(flagsOf('14.6.1', module));
    expect(flagsOf('15.4.99', module, () => false)).toEqual([]);
  });
});

describe('the trial in a process of its own', () => {
  it('passes flags that are there', () => {
    expect(survivesFusing(module)).toBe(true);
  });

  it('does not pass a flag that V8 does not know, which makes it print', () => {
    expect(survivesFusing(module, [['no-such-flag', 'such-flag']])).toBe(false);
  });

  it('does not pass a process that ends', () => {
    expect(survivesFusing('/no/such/module.wasm')).toBe(false);
  });
});
