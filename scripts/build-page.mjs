// Builds the page that a model is exported as, without the model: markup, style, the engine's own code for reading and
// drawing, and the kernels, all in one file. Its policy names the hashes of the one script and the one style that may
// take part.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'src-engine', 'interchange', 'formats', 'html', 'page');
const entry = join(folder, 'page.ts');
const markup = join(folder, 'page.html');
const style = join(folder, 'page.css');
const kernels = join(root, 'src-engine', 'kernels', 'build', 'kernels-page.wasm');
const target = join(folder, 'build');

/** Browsers of 2024. */
const browsers = ['chrome115', 'firefox125', 'safari17'];

/** Writes build/page.html and, in build/files.json, what it was made from, as paths inside the checkout. */
export async function buildPage() {
  const { code, files } = await bundle();
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'page.html'), assemble(code, squeezed(readFileSync(style, 'utf8'))));
  const all = [...files, markup, style].map((file) => relative(root, file).split(sep).join('/'));
  writeFileSync(join(target, 'files.json'), JSON.stringify(all.sort()));
}

async function bundle() {
  const [{ output }] = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      target: browsers,
      minify: true,
      lib: { entry, formats: ['iife'], name: 'charloom' },
      rolldownOptions: {
        external: /^node:/,
        // What the page does not call of the engine falls away, and with it all that only Node has.
        treeshake: { moduleSideEffects: (id) => id === entry },
      },
    },
  });
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error('The page would need more than one script.');
  // A module of Node that something still uses would be a global of the page, node_fs for one.
  const stray = /node:|\bnode_|\brequire\(|\bimport\b[ ({]|<\/script|<script|<!--/.exec(chunk.code)?.[0];
  if (stray !== undefined) throw new Error(`The program of the page has "${stray}" in it.`);
  return { code: chunk.code.trim(), files: chunk.moduleIds.filter((id) => id.startsWith(root)) };
}

function assemble(code, styles) {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(code)}' 'wasm-unsafe-eval'`,
    `style-src '${hashOf(styles)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const parts = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    style: `<style>${styles}</style>`,
    kernels: `<script type="text/plain" id="kernels">${readFileSync(kernels).toString('base64')}</script>`,
    program: `<script>${code}</script>`,
  };
  const lines = readFileSync(markup, 'utf8').replace(/^ +/gm, '');
  return lines.replace(/<!-- (policy|style|kernels|program) -->/g, (_marker, name) => parts[name]);
}

/** Without comments and indentation. */
function squeezed(css) {
  return css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\n\s*/g, '')
    .trim();
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
