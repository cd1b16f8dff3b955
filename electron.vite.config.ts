// Bundles the app into out/: main and engine side by side in out/main, the preload script as one CommonJS file (a
// sandboxed one can be nothing else), the page in out/renderer.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { readPublisher } from './packaging/publisher.mjs';
import { billName, billOfMaterials } from './scripts/bill-of-materials.mjs';
import { installedPackages, packageOf, thirdPartyNotices } from './scripts/licences.mjs';
import { engineFiles } from './src-engine/engine-files.ts';

const root = import.meta.dirname;

const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** The oldest Electron that the app runs in: 33, with Node 20.18 and Chromium 130. */
const targets = { node: 'node20.18', page: 'chrome130' };

const isSource = (file: string): boolean => file.endsWith('.ts');

/** The engine's threads. */
const workers = Object.fromEntries(
  Object.entries(engineFiles)
    .filter(([, file]) => isSource(file))
    .map(([name, file]) => [name, path.join('src-engine', file)]),
);

/** What the engine reads at run time. */
const copied = Object.values(engineFiles).filter((file) => !isSource(file));

/** Built only where a compiler is there. */
const optional: ReadonlySet<string> = new Set([engineFiles['kernels-native']]);

/** The engine looks for them beside its own files. */
function copyEngineFiles(): Plugin {
  return {
    name: 'copy-engine-files',
    writeBundle({ dir }) {
      if (dir === undefined) throw new Error('The bundle has no folder to copy the engine’s files to.');
      for (const file of copied) {
        const [from, to] = [path.join(root, 'src-engine', file), path.join(dir, path.basename(file))];
        // Whoever has the old one loaded keeps it.
        rmSync(to, { force: true });
        if (!optional.has(file) || existsSync(from)) copyFileSync(from, to);
      }
    },
  };
}

/**
 * Of main, engine and preload: the page's build, which writes the licences of all, knows what is installed but not what
 * they bundle.
 */
function checkPackages(): Plugin {
  return {
    name: 'check-packages',
    generateBundle() {
      const installed = new Set(installedPackages(root));
      const stray = packagesOf(this.getModuleIds()).find((folder) => !installed.has(folder));
      if (stray !== undefined) throw new Error(`${stray} is bundled: move it from devDependencies to dependencies.`);
    },
  };
}

/** What others wrote and the app carries: for people, and for programs. */
function writeLicences(): Plugin {
  return {
    name: 'write-licences',
    generateBundle() {
      const folders = [...installedPackages(root), ...packagesOf(this.getModuleIds())];
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: thirdPartyNotices(root, folders) });
      const bill = JSON.stringify(billOfMaterials(root, folders), null, 2);
      this.emitFile({ type: 'asset', fileName: billName, source: bill });
    },
  };
}

function packagesOf(modules: Iterable<string>): readonly string[] {
  return [...modules].map(packageOf).filter((folder) => folder !== null);
}

export default defineConfig({
  main: {
    define: {
      wantedElectron: JSON.stringify(devDependencies['electron']),
      projectPage: JSON.stringify(readPublisher().homepage),
      sourceStamp: JSON.stringify(process.env['CHARLOOM_SOURCE_STAMP'] ?? 'unknown'),
    },
    plugins: [copyEngineFiles(), checkPackages()],
    build: {
      outDir: 'out/main',
      target: targets.node,
      sourcemap: true,
      rolldownOptions: {
        input: {
          main: 'src-main/main.ts',
          engine: 'src-engine/host-process.ts',
          'command-line': 'src-engine/cli/main.ts',
          ...workers,
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [checkPackages()],
    build: {
      outDir: 'out/preload',
      target: targets.node,
      rolldownOptions: {
        input: { preload: 'src-main/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte(), writeLicences()],
    build: {
      outDir: 'out/renderer',
      target: targets.page,
      // The page's policy allows no fonts or pictures from data: addresses but small images.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: path.join(root, 'src-renderer/index.html') } },
    },
  },
});
