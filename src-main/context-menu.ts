// The menu of the right button on texts: what the system's own programs offer for a field, or for words that are selected. Items of the
// page have menus of their own, and then nothing arrives here.

import { BrowserWindow, Menu } from 'electron';
import type { ContextMenuParams, MenuItemConstructorOptions, WebContents } from 'electron';

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
  const copy = { role: 'copy', enabled: editFlags.canCopy && hasWords } as const;
  const all = { role: 'selectAll', enabled: editFlags.canSelectAll } as const;
  if (!isEditable) return hasWords ? [copy, { type: 'separator' }, all] : [];
  return [
    { role: 'undo', enabled: editFlags.canUndo },
    { role: 'redo', enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', enabled: editFlags.canCut && hasWords },
    copy,
    { role: 'paste', enabled: editFlags.canPaste },
    { role: 'delete', enabled: editFlags.canDelete && hasWords },
    { type: 'separator' },
    all,
  ];
}
