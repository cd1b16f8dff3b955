// The app as a Debian package. dpkg-deb packs a folder that looks like the system's root; the tools that would make
// that folder for us are either downloaded from GitHub (fpm) or do not place a file type and an AppArmor profile.

import { createHash } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { readPublisher } from '../../packaging/publisher.mjs';
import { root } from '../setup/paths.mjs';
import { step } from '../setup/report.mjs';
import { run } from '../setup/run.mjs';
import { dist } from './app.mjs';
import { architecture, author, description, version } from './names.mjs';

const sources = join(root, 'packaging');

/** The libraries that Electron loads, by the names of Debian 12 and Ubuntu 24.04. */
const depends = [
  'libasound2t64 | libasound2',
  'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
  'libatspi2.0-0t64 | libatspi2.0-0',
  'libc6 (>= 2.28)',
  'libcups2t64 | libcups2',
  'libdrm2',
  'libgbm1',
  'libgtk-3-0t64 | libgtk-3-0',
  'libnss3',
  'libxcomposite1',
  'libxdamage1',
  'libxkbcommon0',
  'libxrandr2',
  'libxss1',
  'xdg-utils',
];

/** @returns the file */
export async function makeDeb({ folder }) {
  const tree = join(dist, 'deb');
  const file = join(dist, `charloom_${version}_${architecture.debian}.deb`);
  await step('Making the .deb', async () => {
    await rm(tree, { recursive: true, force: true });
    await layOut(folder, tree);
    await writeControl(tree);
    await run('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, file]);
    await rm(tree, { recursive: true });
  });
  return file;
}

async function layOut(folder, tree) {
  const place = async (from, to) => {
    await mkdir(dirname(join(tree, to)), { recursive: true });
    await copyFile(from, join(tree, to));
    await chmod(join(tree, to), 0o644);
  };
  await cp(folder, join(tree, 'usr/lib/charloom'), { recursive: true, verbatimSymlinks: true });
  await mkdir(join(tree, 'usr/bin'), { recursive: true });
  await symlink('../lib/charloom/bin/charloom', join(tree, 'usr/bin/charloom'));
  await place(join(sources, 'linux/apparmor-profile'), 'usr/lib/charloom/apparmor-profile');
  await place(join(sources, 'linux/charloom.desktop'), 'usr/share/applications/charloom.desktop');
  await place(join(sources, 'linux/charloom.xml'), 'usr/share/mime/packages/charloom.xml');
  await place(join(sources, 'icon.svg'), 'usr/share/icons/hicolor/scalable/apps/charloom.svg');
  await place(join(sources, 'icon.png'), 'usr/share/icons/hicolor/1024x1024/apps/charloom.png');
  await place(join(root, 'LICENSE'), 'usr/share/doc/charloom/copyright');
}

async function writeControl(tree) {
  const files = (await filesIn(tree)).sort();
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const kibibytes = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1024);
  const [summary, more] = description.split(': ');
  const { homepage, maintainer } = readPublisher();
  const control = [
    'Package: charloom',
    `Version: ${version}`,
    `Architecture: ${architecture.debian}`,
    `Maintainer: ${maintainer ?? author}`,
    ...(homepage === null ? [] : [`Homepage: ${homepage}`]),
    `Installed-Size: ${kibibytes}`,
    `Depends: ${depends.join(', ')}`,
    'Section: education',
    'Priority: optional',
    `Description: ${summary}`,
    ` ${more.charAt(0).toUpperCase()}${more.slice(1)}`,
  ];
  await mkdir(join(tree, 'DEBIAN'));
  await writeFile(join(tree, 'DEBIAN/control'), `${control.join('\n')}\n`);
  await writeFile(join(tree, 'DEBIAN/md5sums'), await checksums(tree, files));
  for (const script of ['postinst', 'postrm']) {
    await copyFile(join(sources, 'linux', script), join(tree, 'DEBIAN', script));
    chmodSync(join(tree, 'DEBIAN', script), 0o755);
  }
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function checksums(tree, files) {
  const lines = files.map(async (file) => {
    const sum = createHash('md5')
      .update(await readFile(file))
      .digest('hex');
    return `${sum}  ${relative(tree, file)}\n`;
  });
  return (await Promise.all(lines)).join('');
}
