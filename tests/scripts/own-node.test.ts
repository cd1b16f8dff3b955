// The scripts are started by the machine's own Node, which may be much older than the one that the tools run on.

import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { searchPathWithoutModules } from '../../scripts/setup/paths.mjs';

const env = { ...process.env, PATH: searchPathWithoutModules() };

async function runOnOwnNode(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('node', args, { env })).stdout;
}

describe('the machine’s own Node', () => {
  it('loads every part of the set-up, of starting and of testing', async () => {
    const parts = ['setup', 'start', 'test'].flatMap((folder) =>
      readdirSync(path.join('scripts', folder))
        .filter((name) => name.endsWith('.mjs'))
        .map((name) => pathToFileURL(path.resolve('scripts', folder, name)).href),
    );
    expect(parts.length).toBeGreaterThan(20);
    const program = `for (const part of ${JSON.stringify(parts)}) await import(part); console.log('loaded');`;
    expect(await runOnOwnNode('--input-type=module', '--eval', program)).toBe('loaded\n');
  });

  it('starts the command line', async () => {
    expect(await runOnOwnNode('scripts/charloom.mjs', '--help')).toMatch(/^Usage: /);
  });
});
