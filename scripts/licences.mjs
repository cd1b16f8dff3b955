// The licences of what others wrote and the built app carries or needs: every package of `dependencies` with all that
// these need, and every package whose code, style or fonts are bundled. Texts are the packages' own.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const licenceFile = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const rule = '='.repeat(80);

/**
 * The folder of the package that a module belongs to, from the checkout on, such as node_modules/svelte; null for one
 * of our own.
 */
export function packageOf(moduleId) {
  const path = moduleId.replaceAll('\\', '/').replace(/^\0/, '');
  return /(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+)/.exec(path)?.[1] ?? null;
}

/** Folders of the packages that are installed with the app. */
export function installedPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([folder, { dev, optional }]) => folder !== '' && !dev && !optional)
    .map(([folder]) => folder);
}

/**
 * One text with all licences; packages with the same one share it.
 * @param {string} root of the checkout
 * @param {Iterable<string>} folders of packages, in any order
 */
export function thirdPartyNotices(root, folders) {
  const byText = new Map();
  for (const folder of [...new Set(folders)].sort()) {
    const { title, text } = readPackage(join(root, folder));
    byText.set(text, [...(byText.get(text) ?? []), title]);
  }
  const parts = [...byText].map(
    ([text, titles]) => `${rule}\n${[...new Set(titles)].join('\n')}\n${rule}\n\n${text}\n`,
  );
  return `What others wrote and Charloom carries along, with the licences it comes under.\n\n${parts.join('\n')}`;
}

function readPackage(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const by = typeof author === 'string' ? author : author?.name;
  const title = [`${name} ${version}`, typeof license === 'string' ? license : null, by].filter(Boolean).join(', ');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => licenceFile.test(file)) : [];
  if (files.length === 0)
    throw new Error(`${name} has no licence file. Bundle something else, or add its text by hand.`);
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { title, text: texts.join('\n\n') };
}
