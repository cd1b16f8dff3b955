// What others wrote and the built app carries or needs, as programs that look for known holes read it: CycloneDX 1.6.
// Names, versions and hashes are those of the lock file.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the file. */
export const billName = 'bill-of-materials.cdx.json';

/**
 * @param {string} root of the checkout
 * @param {Iterable<string>} folders of packages, in any order
 * @param {readonly object[]} [more] components that are no packages
 */
export function billOfMaterials(root, folders, more = []) {
  const { name, version, license } = readJson(join(root, 'package.json'));
  const { packages } = readJson(join(root, 'package-lock.json'));
  const components = [...new Set(folders)].sort().map((folder) => packageComponent(root, folder, packages[folder]));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { type: 'application', 'bom-ref': `${name}@${version}`, name, version, licenses: licencesOf(license) },
    },
    components: [...more, ...components],
  };
}

/** Of the Electron that the app is packed with. */
export function electronComponent(version) {
  return {
    type: 'framework',
    'bom-ref': `electron@${version}`,
    name: 'electron',
    version,
    description: 'With Chromium, Node.js and V8 inside; their notices are in LICENSES.chromium.html.',
    licenses: licencesOf('MIT'),
    purl: `pkg:npm/electron@${version}`,
  };
}

function packageComponent(root, folder, locked) {
  const { name, version, license } = readJson(join(root, folder, 'package.json'));
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    licenses: licencesOf(license),
    purl,
    hashes: hashesOf(locked?.integrity),
    externalReferences: locked?.resolved ? [{ type: 'distribution', url: locked.resolved }] : [],
  };
}

/** One name of SPDX's list, or an expression made of several. */
function licencesOf(licence) {
  if (typeof licence !== 'string') return [];
  return / (AND|OR|WITH) /.test(licence) ? [{ expression: licence }] : [{ license: { id: licence } }];
}

/** The lock file has them in base64, CycloneDX in hexadecimal. */
function hashesOf(integrity) {
  const content = /^sha512-(?<content>\S+)$/.exec(integrity ?? '')?.groups.content;
  return content === undefined ? [] : [{ alg: 'SHA-512', content: Buffer.from(content, 'base64').toString('hex') }];
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
