// What is asked of the page from outside of it: the commands of the application's menu, and files that were chosen there.

import type { GrantedFile, MenuCommand } from '../../src-engine/protocol/index.ts';
import { chooseFiles, chooseFolder, importFiles } from './import-actions.ts';
import { exportModel } from './model-actions.ts';
import type { Session } from './session.svelte.ts';

/** For as long as the page lives. */
export function followWindowCommands(session: Session): void {
  let files: readonly GrantedFile[] = [];
  session.bridge.onMenu((command) => onMenu(session, command));
  session.bridge.onFiles((more) => {
    files = [...files, ...more];
    session.onceOpened(() => {
      const all = files;
      files = [];
      if (all.length > 0) importFiles(session, all);
    });
  });
}

function onMenu(session: Session, command: MenuCommand): void {
  const { currentRun: run, currentCorpus } = session;
  const [corpus] = session.shelf.corpora;
  switch (command) {
    case 'import':
      return void chooseFiles(session);
    case 'import-folder':
      return void chooseFolder(session);
    case 'import-model':
      return session.modelImport.open();
    case 'export-model':
      return exportModel(session, run);
    case 'new-run':
      return session.go(
        corpus ? { kind: 'new-run', corpus: currentCorpus ?? corpus.id, from: null } : { kind: 'add-corpus' },
      );
    case 'train':
      return run ? session.go({ kind: 'train', run }) : onMenu(session, 'new-run');
    case 'generate':
      return run ? session.go({ kind: 'generate', run, sample: null, step: null }) : onMenu(session, 'new-run');
    case 'help':
      session.openHelp();
      return;
    case 'licences':
      session.openLicences();
      return;
    default:
      command satisfies never;
  }
}
