// What main asks of the page or tells it: what was chosen in the application's menu, files that were chosen there, and
// warnings.

import type { GrantedFile } from '../../src-engine/protocol/index.ts';
import { actFromMenu } from './actions.ts';
import { importFiles, takesFiles } from './import-actions.ts';
import type { AppState } from './app-state.svelte.ts';
import { spoken } from '../text/say.ts';
import { onceNoDialog } from './open-dialog.ts';

/** For as long as the page lives. */
export function followWindowCommands(app: AppState): void {
  let files: readonly GrantedFile[] = [];
  app.bridge.onAction((action) => actFromMenu(app, action));
  app.bridge.onWarning((warning) => app.notices.show('warning', () => spoken(warning)));
  app.bridge.onFiles((more) => {
    files = [...files, ...more];
    app.onceOpened(() => {
      const all = files;
      files = [];
      if (all.length === 0) return;
      if (takesFiles(app)) importFiles(app, all);
      else onceNoDialog(() => importFiles(app, all));
    });
  });
}
