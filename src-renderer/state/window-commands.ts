// What is asked of the page from outside of it: the commands of the application's menu, and files that were chosen there.

import type { GrantedFile, MenuCommand } from '../../src-engine/protocol/index.ts';
import { chooseFiles, chooseFolder, importFiles } from './import-actions.ts';
import { exportModel } from './model-actions.ts';
import type { AppState } from './app-state.svelte.ts';
import { insideSections, useOf } from './route.ts';

/** For as long as the page lives. */
export function followWindowCommands(app: AppState): void {
  let files: readonly GrantedFile[] = [];
  app.bridge.onMenu((command) => onMenu(app, command));
  app.bridge.onFiles((more) => {
    files = [...files, ...more];
    app.onceOpened(() => {
      const all = files;
      files = [];
      if (all.length > 0) importFiles(app, all);
    });
  });
}

function onMenu(app: AppState, command: MenuCommand): void {
  const { currentRun: run, currentCorpus } = app;
  const [corpus] = app.library.corpora;
  const used = run === null ? undefined : app.library.run(run);
  switch (command) {
    case 'import':
      return void chooseFiles(app);
    case 'import-folder':
      return void chooseFolder(app);
    case 'import-model':
      return app.modelImport.open();
    case 'export-model':
      return exportModel(app, run);
    case 'new-run':
      return app.go(
        corpus ? { kind: 'new-run', corpus: currentCorpus ?? corpus.id, from: null } : { kind: 'add-corpus' },
      );
    case 'train':
      return run ? app.go({ kind: 'train', run }) : onMenu(app, 'new-run');
    case 'generate':
      return used ? app.go(useOf(used)) : onMenu(app, 'new-run');
    case 'inside':
      if (!used) return onMenu(app, 'new-run');
      return app.go(
        used.labels.length > 0 ? useOf(used) : { kind: 'inside', run: used.id, section: insideSections[0] },
      );
    case 'help':
      app.openHelp();
      return;
    case 'licences':
      app.openLicences();
      return;
    default:
      command satisfies never;
  }
}
