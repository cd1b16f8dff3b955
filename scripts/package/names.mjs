// What the installers are called.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

export const { version, description, author } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const debianNames = { x64: 'amd64', arm64: 'arm64' };

export const architecture = { node: process.arch, debian: debianNames[process.arch] };
