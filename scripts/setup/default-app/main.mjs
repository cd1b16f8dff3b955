// Lets an unpacked Electron runtime be started as `electron [-r MODULE]… [--SWITCH]… APP-FOLDER [ARGUMENT]…`.
// As an ES module it holds back Electron's `ready` until the app's own code has run, whether that is ESM or CommonJS.

import { app } from 'electron';
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

function parse(args) {
  const preloads = [];
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '-r' || args[at] === '--require') preloads.push(args[(at += 1)]);
    else if (!args[at].startsWith('-')) return { preloads, folder: resolve(args[at]) };
  }
  return { preloads, folder: null };
}

const { preloads, folder } = parse(process.argv.slice(1));

if (folder === null) {
  console.error('Usage: electron [-r MODULE]… APP-FOLDER [ARGUMENT]…');
  app.exit(2);
} else {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version);
  app.setDesktopName(`${app.getName()}.desktop`);
  app.setAppPath(folder);
  Module._preloadModules(preloads);
  await import(pathToFileURL(join(folder, description.main)).href);
}
