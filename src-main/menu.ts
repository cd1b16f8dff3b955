// The application menu: standard items by their roles, the app's own as commands to the page.

import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../src-engine/protocol/index.ts';

export function setMenu(send: (command: MenuCommand) => void): void {
  const template = process.platform === 'darwin' ? [appMenu(), ...menus(send)] : menus(send);
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function menus(send: (command: MenuCommand) => void): MenuItemConstructorOptions[] {
  return [fileMenu(send), { role: 'editMenu' }, viewMenu(send), { role: 'windowMenu' }, helpMenu(send)];
}

function appMenu(): MenuItemConstructorOptions {
  return { role: 'appMenu' };
}

function fileMenu(send: (command: MenuCommand) => void): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      { label: '&Import Text…', accelerator: 'CmdOrCtrl+O', click: () => send('import') },
      { label: '&New Run', accelerator: 'CmdOrCtrl+N', click: () => send('new-run') },
      { type: 'separator' },
      process.platform === 'darwin' ? { role: 'close' } : { role: 'quit', accelerator: 'CmdOrCtrl+Q' },
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
      { label: 'Open &Log Folder', click: () => void shell.openPath(app.getPath('logs')) },
      ...about,
    ],
  };
}

export function describeApp(): void {
  const { electron, chrome, node } = process.versions;
  app.setAboutPanelOptions({
    applicationName: 'Charloom',
    applicationVersion: app.getVersion(),
    copyright: '© The Charloom authors, MIT licence',
    credits: `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
  });
}
