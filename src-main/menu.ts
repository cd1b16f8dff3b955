// The application menu: standard items by their roles, the app's own as commands to the page, and the texts chosen lately.

import { app, Menu, shell } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import path from 'node:path';
import type { MenuCommand } from '../src-engine/protocol/index.ts';
import { log } from './log.ts';

interface MenuActions {
  readonly send: (command: MenuCommand) => void;
  readonly openRecent: (file: string) => void;
  readonly clearRecent: () => void;
}

/** Again whenever the recent files change: a menu that is shown cannot be changed. */
export function setMenu(actions: MenuActions, recentFiles: readonly string[]): void {
  const menus = [
    fileMenu(actions, recentFiles),
    { role: 'editMenu' } as const,
    viewMenu(actions.send),
    { role: 'windowMenu' } as const,
    helpMenu(actions.send),
  ];
  const template = process.platform === 'darwin' ? [appMenu(), ...menus] : menus;
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function appMenu(): MenuItemConstructorOptions {
  return { role: 'appMenu' };
}

function fileMenu(actions: MenuActions, recentFiles: readonly string[]): MenuItemConstructorOptions {
  const { send } = actions;
  return {
    label: '&File',
    submenu: [
      { label: '&Import Text Files…', accelerator: 'CmdOrCtrl+O', click: () => send('import') },
      { label: 'Import a &Folder…', accelerator: 'CmdOrCtrl+Shift+O', click: () => send('import-folder') },
      { label: 'Import a &Model…', accelerator: 'CmdOrCtrl+Shift+M', click: () => send('import-model') },
      recentMenu(actions, recentFiles),
      { type: 'separator' },
      { label: '&New Run', accelerator: 'CmdOrCtrl+N', click: () => send('new-run') },
      { label: '&Export the Model…', accelerator: 'CmdOrCtrl+E', click: () => send('export-model') },
      { type: 'separator' },
      process.platform === 'darwin' ? { role: 'close' } : { role: 'quit', accelerator: 'CmdOrCtrl+Q' },
    ],
  };
}

function recentMenu(actions: MenuActions, files: readonly string[]): MenuItemConstructorOptions {
  // Files of one name are told apart by their folders; a single '&' would underline the next letter.
  const names = files.map((file) => path.basename(file));
  const label = (file: string): string => {
    const name = path.basename(file);
    const isOnly = names.filter((other) => other === name).length === 1;
    return (isOnly ? name : `${name} (${path.dirname(file)})`).replaceAll('&', '&&');
  };
  return {
    label: 'Import &Recent',
    enabled: files.length > 0,
    submenu: [
      ...files.map((file) => ({ label: label(file), click: () => actions.openRecent(file) })),
      { type: 'separator' },
      { label: '&Clear This List', click: () => actions.clearRecent() },
    ],
  };
}

function viewMenu(send: (command: MenuCommand) => void): MenuItemConstructorOptions {
  const developer: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'toggleDevTools' }];
  return {
    label: '&View',
    submenu: [
      { label: '&Training', accelerator: 'CmdOrCtrl+1', click: () => send('train') },
      { label: '&Writing', accelerator: 'CmdOrCtrl+2', click: () => send('generate') },
      { label: 'Look &Inside', accelerator: 'CmdOrCtrl+3', click: () => send('inside') },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...developer,
    ],
  };
}

function helpMenu(send: (command: MenuCommand) => void): MenuItemConstructorOptions {
  const about: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [] : [{ type: 'separator' }, { role: 'about', label: '&About Charloom' }];
  return {
    role: 'help',
    submenu: [
      { label: 'Charloom &Help', accelerator: 'F1', click: () => send('help') },
      { label: 'Li&cences', click: () => send('licences') },
      { label: 'Open &Log Folder', click: () => void shell.openPath(app.getPath('logs')) },
      ...about,
    ],
  };
}

export function describeApp(): void {
  const { electron, chrome, node } = process.versions;
  const stale = staleElectron(electron);
  if (stale !== null) log.warn(stale);
  app.setAboutPanelOptions({
    applicationName: 'Charloom',
    applicationVersion: app.getVersion(),
    copyright: '© The Charloom authors, MIT licence',
    credits: [`Electron ${electron}, Chromium ${chrome}, Node ${node}`, ...(stale === null ? [] : [stale])].join('\n'),
  });
}

/** Null for an Electron that is new enough. */
function staleElectron(electron: string): string | null {
  if (Number.parseInt(electron, 10) >= Number.parseInt(wantedElectron, 10)) return null;
  return (
    `This Electron (${electron}) is older than the one that Charloom is made for (${wantedElectron}) and gets no ` +
    'security fixes any more: use it for development only.'
  );
}
