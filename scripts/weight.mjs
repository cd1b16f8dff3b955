#!/usr/bin/env node
// npm run weight: what a checkout and its cache weigh on this disk, the heaviest first.

import './setup/node-version.mjs';

const { readdirSync } = await import('node:fs');
const { join } = await import('node:path');
const { megabytes, weightOf } = await import('./package/weights.mjs');
const { cacheFolder, modules, root } = await import('./setup/paths.mjs');
const { exitWith, say } = await import('./setup/report.mjs');

const shown = 15;

/** Packages of a scope are listed by themselves, but those that are many and small. */
function packages() {
  return readdirSync(modules).flatMap((name) => {
    const isScope = name.startsWith('@') && name !== '@stdlib';
    return isScope ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name];
  });
}

function list(title, folder, names) {
  const parts = names
    .map((name) => ({ name, bytes: weightOf(join(folder, name)) }))
    .sort((left, right) => right.bytes - left.bytes);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const rest = parts.slice(shown).reduce((sum, { bytes }) => sum + bytes, 0);
  say(`\n${title}: ${megabytes(total)}`);
  for (const { name, bytes } of parts.slice(0, shown)) say(`  ${megabytes(bytes).padStart(9)}  ${name}`);
  if (parts.length > shown) say(`  ${megabytes(rest).padStart(9)}  ${parts.length - shown} others`);
}

try {
  const own = readdirSync(root).filter((name) => name !== 'node_modules');
  list('The checkout without its packages', root, own);
  list('Packages (node_modules)', modules, packages());
  list(`The cache that all checkouts share (${cacheFolder()})`, cacheFolder(), readdirSync(cacheFolder()));
} catch (error) {
  exitWith(error);
}
