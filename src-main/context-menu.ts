// The menu of the right button on texts: what the system's own programs offer for a field, or for words that are
// selected. Items of the page have menus of their own, and then nothing arrives here.

import { BrowserWindow, Menu } from 'electron';
import type { ContextMenuParams, MenuItemConstructorOptions, WebContents } from 'electron';
import { say } from './language.ts';

type Params = Pick<ContextMenuParams, 'isEditable' | 'editFlags' | 'selectionText'>;

export function offerTextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, params) => {
    const items = textMenu(params);
    const window = BrowserWindow.fromWebContents(contents);
    if (items.length > 0 && window !== null) Menu.buildFromTemplate(items).popup({ window });
  });
}

/** Empty where there is nothing to do. */
function textMenu({ isEditable, editFlags, selectionText }: Params): MenuItemConstructorOptions[] {
  const hasWords = selectionText.trim() !== '';
  const copy = { role: 'copy', label: say`Copy`, enabled: editFlags.canCopy && hasWords } as const;
  const all = { role: 'selectAll', label: say`Select All`, enabled: editFlags.canSelectAll } as const;
  if (!isEditable) return hasWords ? [copy, { type: 'separator' }, all] : [];
  return [
    { role: 'undo', label: say`Undo`, enabled: editFlags.canUndo },
    { role: 'redo', label: say`Redo`, enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', label: say`Cut`, enabled: editFlags.canCut && hasWords },
    copy,
    { role: 'paste', label: say`Paste`, enabled: editFlags.canPaste },
    { role: 'delete', label: say`Delete`, enabled: editFlags.canDelete && hasWords },
    { type: 'separator' },
    all,
  ];
}
