// The app's main process: a thin shell that opens the window, keeps the engine's process alive and joins the two. It
// holds no weights and runs no SQL.

import { app } from 'electron';
import { Application } from './application.ts';
import { filesToOpen, ownArguments } from './arguments.ts';
import { log } from './log.ts';
import { closeNetwork } from './network.ts';
import { registerPageScheme } from './page-protocol.ts';
import { runSelfCheck, selfCheckSwitch } from './self-check.ts';
import { refusedSwitch } from './switches.ts';

log.errorHandler.startCatching({ showDialog: false });
const refused = app.isPackaged ? refusedSwitch((name) => app.commandLine.hasSwitch(name)) : null;
// Overrides the switch, with which root must start Chromium; the window asks for its sandbox by itself as well.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
closeNetwork();
registerPageScheme();

const args = ownArguments(process.argv, process.defaultApp ? app.getAppPath() : null);
const files = filesToOpen(args, process.cwd());

if (refused !== null) {
  console.error(
    `Charloom does not start with --${refused}: with it another program could take it over. Start it without.`,
  );
  app.exit(2);
} else if (app.commandLine.hasSwitch(selfCheckSwitch)) {
  runSelfCheck();
} else if (app.requestSingleInstanceLock({ files })) {
  // A second copy ends before its engine could open the library; the first shows its window, and in it what the second
  // was to open.
  const application = new Application(files);
  application.prepare();
  // Not awaited here: Electron holds `ready` back until this module has run.
  void app.whenReady().then(() => application.begin());
} else {
  app.exit(0);
}
