#!/usr/bin/env node
// npm run docs: writes those pages of docs/ anew that say what the program says of itself. A test compares them with it.

import './setup/node-version.mjs';

const { writeFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { pages } = await import('./docs/pages.mjs');
const { root } = await import('./setup/paths.mjs');
const { say } = await import('./setup/report.mjs');

for (const [name, write] of Object.entries(pages)) {
  writeFileSync(join(root, 'docs', name), write());
  say(`✓ docs/${name}`);
}
