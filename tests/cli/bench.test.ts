// charloom bench and --kernels: which kernels compute, and that what is asked for is what computes.

import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nativeKernels } from '../../src-engine/kernels/native.ts';
import { kernelBuilds } from '../../src-engine/protocol/choices.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { linesOf, runCli } from './run-cli.ts';

let library: string;

beforeEach(() => {
  library = path.join(temporaryFolder(), 'library.db');
});

describe('bench', () => {
  it('measures every build that can run here, and says which one trains', async () => {
    const { code, stdout, stderr } = await runCli(library, 'bench', '--json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    const here = kernelBuilds.filter((build) => build !== 'native' || nativeKernels().addon !== null);
    expect(lines.map(({ build }) => build)).toEqual(here);
    expect(lines.filter(({ inUse }) => inUse)).toHaveLength(1);
    for (const { gigaflops } of lines) expect(gigaflops).toBeGreaterThan(0);
  });

  it('takes the kernels that are asked for', async () => {
    const { stdout } = await runCli(library, 'bench', '--json', '--kernels', 'wasm');
    expect(linesOf(stdout).find(({ inUse }) => inUse)?.['build']).toBe('relaxed');
  });

  it.skipIf(nativeKernels().addon === null)('takes native kernels even where they are not faster', async () => {
    const { stdout } = await runCli(library, 'bench', '--json', '--kernels', 'native');
    expect(linesOf(stdout).find(({ inUse }) => inUse)?.['build']).toBe('native');
  });

  it.runIf(nativeKernels().addon === null)('says why native kernels cannot be had', async () => {
    const { code, stderr } = await runCli(library, 'bench', '--kernels', 'native');
    expect(code).toBe(2);
    expect(stderr).toMatch(/native kernels.* Take --kernels auto\./);
  });
});

describe('train', () => {
  it('refuses kernels for a run that is only put into the queue', async () => {
    const { code, stderr } = await runCli(library, 'train', 'x.txt', '--queue', '--kernels', 'wasm');
    expect(code).toBe(2);
    expect(stderr).toContain('--kernels has no effect with --queue');
  });
});
