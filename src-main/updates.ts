// Looking for a newer version: never by itself, and never by the app. Who asks is taken to the project's page, in the
// browser.

import { app, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { confirmProjectPage, tellNoProjectPage } from './dialogs.ts';

/** @param page of the project, as the build knows it */
export async function offerProjectPage(window: BrowserWindow | null, page: string | null): Promise<void> {
  const version = app.getVersion();
  if (page === null || new URL(page).protocol !== 'https:') return tellNoProjectPage(window, version);
  if (await confirmProjectPage(window, version, page)) await shell.openExternal(page);
}
