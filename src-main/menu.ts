// The application menu: standard items by their roles, the app's own actions by their names, and the texts chosen
// lately.

import { app, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import path from 'node:path';
import type { Action } from '../src-engine/protocol/index.ts';
import { actionWords } from '../src-engine/protocol/words/actions.ts';
import { say, spoken } from './language.ts';
import { staleElectron } from './stale-electron.ts';

interface MenuActions {
  readonly act: (action: Action) => void;
  readonly openRecent: (file: string) => void;
  readonly clearRecent: () => void;
}

type Item = Action | MenuItemConstructorOptions;

const separator = { type: 'separator' } as const;
const isMac = process.platform === 'darwin';
const isWindows = process.platform === 'win32';

/**
 * Again whenever the recent files change, or the language: a menu that is shown cannot be changed.
 * @param possible what can be done at the moment
 */
export function setMenu(actions: MenuActions, recentFiles: readonly string[], possible: ReadonlySet<Action>): void {
  const menus: readonly { readonly label: string; readonly items: readonly Item[] }[] = [
    { label: say`&File`, items: fileItems(recentMenu(actions, recentFiles)) },
    { label: say`&Edit`, items: editItems() },
    { label: say`&View`, items: viewItems() },
    { label: say`&Run`, items: runItems },
    { label: say`&Text`, items: textItems },
  ];
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu', submenu: appItems() } as const] : []),
    ...menus.map(({ label, items }) => ({ label, submenu: items.map((item) => menuItem(item, actions)) })),
    { role: 'windowMenu', label: say`Window`, submenu: windowItems() },
    { role: 'help', label: say`Help`, submenu: helpItems().map((item) => menuItem(item, actions)) },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  showPossible(possible);
}

/** Greys what cannot be done at the moment, also in the menu that is shown. */
export function showPossible(possible: ReadonlySet<Action>): void {
  for (const [action] of Object.entries(actionWords) as [Action, unknown][]) {
    const item = Menu.getApplicationMenu()?.getMenuItemById(action);
    if (item) item.enabled = possible.has(action);
  }
}

function menuItem(item: Item, { act }: MenuActions): MenuItemConstructorOptions {
  if (typeof item !== 'string') return item;
  const { label, keys } = actionWords[item];
  // The page hears the keys first; the menu acts where the page has not taken them.
  return {
    id: item,
    label: spoken(label),
    ...(keys === undefined ? {} : { accelerator: keys }),
    click: () => act(item),
  };
}

function fileItems(recent: MenuItemConstructorOptions): readonly Item[] {
  return [
    'new-run',
    separator,
    'import',
    'import-folder',
    'import-model',
    'prepare-corpus',
    recent,
    separator,
    'save-text',
    'export-model',
    'export-corpus',
    'print',
    separator,
    'storage',
    'back-up',
    'settings',
    separator,
    isMac
      ? { role: 'close', label: say`Close Window` }
      : { role: 'quit', label: isWindows ? say`Exit` : say`Quit`, accelerator: 'CmdOrCtrl+Q' },
  ];
}

function editItems(): readonly Item[] {
  return [
    { role: 'undo', label: say`Undo` },
    { role: 'redo', label: say`Redo` },
    'take-back',
    separator,
    { role: 'cut', label: say`Cut` },
    { role: 'copy', label: say`Copy` },
    { role: 'paste', label: say`Paste` },
    { role: 'delete', label: say`Delete` },
    separator,
    { role: 'selectAll', label: say`Select All` },
    separator,
    'find',
    'search-library',
  ];
}

function viewItems(): readonly Item[] {
  return [
    'palette',
    separator,
    'train',
    'generate',
    'inside',
    'compare-runs',
    separator,
    'show-library',
    separator,
    { role: 'resetZoom', label: say`Actual Size` },
    { role: 'zoomIn', label: say`Zoom In` },
    { role: 'zoomOut', label: say`Zoom Out` },
    separator,
    { role: 'togglefullscreen', label: say`Toggle Full Screen` },
    ...(app.isPackaged ? [] : [separator, { role: 'toggleDevTools', label: say`Toggle Developer Tools` } as const]),
  ];
}

const runItems: readonly Item[] = [
  'start-run',
  'continue-run',
  'pause-run',
  'stop-run',
  'extend-run',
  separator,
  'queue-run',
  'unqueue-run',
  separator,
  'duplicate-run',
  'branch-run',
  separator,
  'rename',
  'star',
  'delete',
];

const textItems: readonly Item[] = [
  'write-text',
  'write-on',
  'write-again',
  'stop-writing',
  separator,
  'edit-text',
  'copy-text',
];

/** The roles have English words only. */
function appItems(): MenuItemConstructorOptions[] {
  return [
    { role: 'about', label: spoken(actionWords.about.label) },
    separator,
    { role: 'services', label: say`Services` },
    separator,
    { role: 'hide', label: say`Hide Charloom` },
    { role: 'hideOthers', label: say`Hide Others` },
    { role: 'unhide', label: say`Show All` },
    separator,
    { role: 'quit', label: say`Quit Charloom` },
  ];
}

function windowItems(): MenuItemConstructorOptions[] {
  return [
    { role: 'minimize', label: say`Minimize` },
    { role: 'zoom', label: say`Zoom` },
    ...(isMac
      ? [separator, { role: 'front', label: say`Bring All to Front` } as const]
      : [{ role: 'close', label: say`Close Window` } as const]),
  ];
}

function helpItems(): readonly Item[] {
  return [
    'help',
    'licences',
    separator,
    'copy-diagnostics',
    'log-folder',
    separator,
    'check-updates',
    ...(isMac ? [] : [separator, 'about' as const]),
  ];
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
    label: say`Import &Recent`,
    enabled: files.length > 0,
    submenu: [
      ...files.map((file) => ({ label: label(file), click: () => actions.openRecent(file) })),
      { type: 'separator' },
      { label: say`&Clear This List`, click: () => actions.clearRecent() },
    ],
  };
}

/** Again as the language changes. */
export function describeApp(): void {
  const { electron, chrome, node } = process.versions;
  const stale = staleElectron(electron, wantedElectron);
  const copyright = say`© The Charloom authors, MIT licence`;
  const details = [
    say`Built from the sources ${sourceStamp}`,
    [`Electron ${electron}`, `Chromium ${chrome}`, `Node ${node}`].join(', '),
    ...(stale === null ? [] : [spoken(stale)]),
  ];
  app.setAboutPanelOptions({
    applicationName: 'Charloom',
    applicationVersion: app.getVersion(),
    // On Linux nobody is shown the credits.
    copyright: (process.platform === 'linux' ? [copyright, ...details] : [copyright]).join('\n'),
    credits: details.join('\n'),
  });
}
