// What can be done with a text of the page: copying, and saving as a file.

import { copyText } from '../text/clipboard.ts';
import { bytes } from '../text/format.ts';
import type { AppState } from './app-state.svelte.ts';
import { say } from '../text/say.ts';

/** @returns whether it was copied; else it was said why not */
export async function copyWithWord(app: AppState, text: string): Promise<boolean> {
  const copied = await copyText(text);
  if (!copied)
    app.notices.show('error', () => say`The text could not be copied; select it on the page and copy it by hand.`);
  return copied;
}

/** Asks where, and writes UTF-8. Of the name, main makes one that every system accepts. */
export async function saveText(app: AppState, name: string, text: string): Promise<void> {
  const destination = await app.attempt(() => app.bridge.chooseSaveDestination(`${name}.txt`, 'text'));
  if (!destination) return;
  const encoded = new TextEncoder().encode(text);
  const done = await app.attempt(() => app.client.ask('file.write', { file: destination.file, bytes: encoded }));
  if (done)
    app.notices.show('info', () => say`The text was saved as ${destination.name}: ${bytes(encoded.length)} of UTF-8.`);
}
