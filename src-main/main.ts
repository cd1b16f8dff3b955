// The app's main process: a thin shell that opens the window, keeps the engine's process alive and joins the two. It holds
// no weights and runs no SQL.

import { app } from 'electron';
import { Application } from './application.ts';
import { log } from './log.ts';
import { registerPageScheme } from './page-protocol.ts';

log.errorHandler.startCatching({ showDialog: false });
// Overrides the switch, with which root must start Chromium; the window asks for its sandbox by itself as well.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerPageScheme();

// A second copy ends before its engine could open the library; the first shows its window.
if (app.requestSingleInstanceLock()) {
  const application = new Application();
  application.prepare();
  // Not awaited here: Electron holds `ready` back until this module has run.
  void app.whenReady().then(() => application.begin());
} else {
  app.exit(0);
}
