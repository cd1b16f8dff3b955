// Training without a window: a sign in the tray where there is one, a word when a run ends, and an app that ends by
// itself when nothing is left to do. On macOS an app without a window lives on in the dock, and needs neither sign nor
// end.

import { Menu, Notification, Tray } from 'electron';
import type { RunEnd } from '../src-engine/protocol/choices.ts';
import { amount } from '../src-engine/protocol/text/sentences.ts';
import { keptMessage } from '../src-engine/protocol/words/run-messages.ts';
import type { RunEnded } from './engine-process.ts';
import { say, spoken } from './language.ts';
import { log } from './log.ts';
import { trayIcon } from './tray-icon.ts';

/** Long enough to click on the word that a run has ended. */
const millisecondsUntilEnd = 60_000;

export interface BackgroundActions {
  readonly open: () => void;
  readonly pause: () => void;
  readonly quit: () => void;
}

export class BackgroundTraining {
  readonly #actions: BackgroundActions;
  readonly #isMac = process.platform === 'darwin';
  #tray: Tray | null = null;
  #isOn = false;
  #end: NodeJS.Timeout | null = null;

  constructor(actions: BackgroundActions) {
    this.#actions = actions;
  }

  /** The app goes on without a window. */
  get isOn(): boolean {
    return this.#isOn;
  }

  enter(): void {
    this.#isOn = true;
    if (!this.#isMac) this.#showSign();
  }

  leave(): void {
    this.#isOn = false;
    this.#tray?.destroy();
    this.#tray = null;
    this.#stayAwake();
  }

  /** @param share of the training under way; null: nothing is training */
  tell(share: number | null): void {
    if (!this.#isOn || this.#isMac) return;
    this.#stayAwake();
    this.#tray?.setToolTip(share === null ? 'Charloom' : say`Charloom: training, ${amount(Math.floor(share * 100))} %`);
    if (share === null) this.#end = setTimeout(this.#actions.quit, millisecondsUntilEnd);
  }

  tellEnd({ name, state, message, waiting }: RunEnded): void {
    const title = endTitle(state, name);
    const what = message === null ? say`The model is ready to write.` : spoken(keptMessage(message));
    this.notify(title, waiting > 0 ? `${what} ${say`The next of ${amount(waiting)} in the queue begins.`}` : what);
  }

  /** A click opens the window. */
  notify(title: string, body: string): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    notification.on('click', this.#actions.open);
    notification.show();
  }

  #showSign(): void {
    try {
      this.#tray = new Tray(trayIcon());
      this.#tray.setToolTip(say`Charloom: training`);
      this.#tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: say`Open Charloom`, click: this.#actions.open },
          { label: say`Pause Training`, click: this.#actions.pause },
          { type: 'separator' },
          { label: say`Pause and Quit`, click: this.#actions.quit },
        ]),
      );
      this.#tray.on('click', this.#actions.open);
    } catch (error) {
      // Starting Charloom again brings the window back as well.
      log.warn('There is no tray for a sign:', error);
    }
  }

  #stayAwake(): void {
    if (this.#end !== null) clearTimeout(this.#end);
    this.#end = null;
  }
}

function endTitle(state: RunEnd, name: string): string {
  switch (state) {
    case 'finished':
      return say`"${name}" is finished`;
    case 'failed':
      return say`"${name}" has failed`;
  }
}
