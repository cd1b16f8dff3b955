// What the app can be told to do, as menu, palette, tooltips and help say it, and the keys that do it.

import type { Action } from '../choices.ts';

export interface ActionWords {
  /** With '…' where a question follows. An '&' stands before the letter that chooses it in an open menu. */
  readonly label: string;
  /** As Electron writes them: 'CmdOrCtrl+Shift+O'. */
  readonly keys?: string;
  /** Keys of a screen that do it, too, while nothing else there wants them. */
  readonly screenKeys?: string;
  /** More words under which the palette finds it. */
  readonly also?: string;
}

/** Keys that a screen hears: those of its main button, of taking back, and of stopping. */
export const screenKeys = { main: 'CmdOrCtrl+Enter', undo: 'CmdOrCtrl+Z', stop: 'Esc' } as const;

export const actionWords: Readonly<Record<Action, ActionWords>> = {
  import: { label: '&Import text files…', keys: 'CmdOrCtrl+O', also: 'open add corpus' },
  'import-folder': { label: 'Import a &folder…', keys: 'CmdOrCtrl+Shift+O', also: 'open add texts corpus' },
  'import-model': { label: 'Import a &model…', keys: 'CmdOrCtrl+Shift+M', also: 'open weights' },
  'new-run': { label: '&New run', keys: 'CmdOrCtrl+N', also: 'train model' },
  'duplicate-run': { label: 'E&dit as new run', keys: 'CmdOrCtrl+Shift+N', also: 'duplicate copy settings' },
  'export-model': { label: '&Export the model…', keys: 'CmdOrCtrl+E', also: 'save' },
  'save-text': { label: '&Save the text…', keys: 'CmdOrCtrl+S', also: 'export file' },
  print: { label: '&Print…', keys: 'CmdOrCtrl+P', also: 'paper pdf' },
  'start-run': { label: '&Train the new run', also: 'start begin' },
  'queue-run': { label: 'Add to &queue', also: 'wait later next' },
  'unqueue-run': { label: 'Re&move from queue', also: 'wait take out' },
  'continue-run': { label: '&Continue training', keys: 'CmdOrCtrl+R', also: 'start resume go on' },
  'pause-run': { label: '&Pause training', keys: 'CmdOrCtrl+.', also: 'rest' },
  'stop-run': { label: '&Stop training', also: 'end finish' },
  'extend-run': { label: 'Train &longer…', also: 'extend more steps' },
  'branch-run': { label: '&Branch…', also: 'fine-tune another text' },
  'write-text': { label: '&Generate', also: 'write begin send' },
  'write-on': { label: '&Continue the text', also: 'write go on' },
  'write-again': { label: 'Write it &again', also: 'another seed answer repeat' },
  'stop-writing': { label: '&Stop writing', screenKeys: screenKeys.stop, also: 'end' },
  'edit-text': { label: '&Edit the text', also: 'change done' },
  'copy-text': { label: 'Co&py the text', also: 'clipboard' },
  'take-back': { label: 'Take &back the last change', screenKeys: screenKeys.undo, also: 'undo' },
  train: { label: '&Train', keys: 'CmdOrCtrl+1', also: 'screen curve loss' },
  generate: { label: '&Write', keys: 'CmdOrCtrl+2', also: 'screen generate classify' },
  inside: { label: 'Look &inside', keys: 'CmdOrCtrl+3', also: 'screen memory units surprise' },
  'compare-runs': { label: 'R&uns side by side', keys: 'CmdOrCtrl+4', also: 'screen compare table curves' },
  'prepare-corpus': { label: 'Prepare the te&xt differently…', also: 'corpus cleaning import again' },
  'export-corpus': { label: 'Exp&ort the text…', also: 'corpus save file' },
  star: { label: 'Set or remove the st&ar', also: 'favourite mark' },
  rename: { label: '&Rename…', keys: 'F2', also: 'name title' },
  delete: { label: '&Delete…', also: 'remove' },
  find: { label: '&Find in the text', keys: 'CmdOrCtrl+F', also: 'search' },
  'search-library': { label: 'Search the &library', keys: 'CmdOrCtrl+Shift+F', also: 'find run sample corpus filter' },
  'show-library': { label: 'Show or hide the li&brary', keys: 'CmdOrCtrl+B', also: 'sidebar' },
  palette: { label: 'All &actions…', keys: 'CmdOrCtrl+K', also: 'palette command' },
  settings: { label: 'Se&ttings', keys: 'CmdOrCtrl+,', also: 'preferences options theme language' },
  storage: { label: 'St&orage…', also: 'disk room clean up checkpoints' },
  'back-up': { label: 'Back &up the library…', also: 'copy save' },
  help: { label: 'Charloom &help', keys: 'F1', also: 'words keys glossary shortcuts' },
  licences: { label: 'Li&cences', also: 'licenses fonts packages third party' },
  'copy-diagnostics': { label: 'Copy dia&gnostics', also: 'report problem bug version' },
  'log-folder': { label: 'Open the &log folder', also: 'problem' },
  'check-updates': { label: 'Check for &updates…', also: 'newer version upgrade' },
  about: { label: '&About Charloom', also: 'version' },
};

/** Keys that belong to a screen or a field, for the help: they work where the focus is. */
export const placeKeys: readonly { readonly keys: string; readonly does: string }[] = [
  {
    keys: screenKeys.main,
    does: 'Presses the main button of the screen: Train or Generate. With the same prompt a text goes on.',
  },
  { keys: screenKeys.stop, does: 'Closes what is open and stops the writing.' },
  { keys: 'Tab', does: 'Takes what the model suggests while you type. After Esc, Tab goes on to the next control.' },
  { keys: 'WordRight', does: 'Takes one word of the suggestion. Up and Down choose another one.' },
  { keys: 'Ctrl+Space', does: 'Shows suggestions at the caret, also in the middle of a line.' },
  { keys: 'Enter', does: 'Says your turn in a dialogue. With Shift it begins a new line.' },
  { keys: 'Up+Down', does: 'Go through a list. Home and End go to its ends.' },
  { keys: 'Left+Right', does: 'Go to the other controls of a row in a list.' },
  { keys: 'Shift+F10', does: 'Opens the menu of the item that has the focus.' },
  { keys: 'Alt+Left', does: 'Goes back to the screen before.' },
  { keys: screenKeys.undo, does: 'Takes back the last change: in a field, in the text, or in the library.' },
  { keys: 'CmdOrCtrl+Plus', does: 'Makes everything larger. With − it gets smaller, with 0 it has its usual size.' },
  { keys: 'CmdOrCtrl+Q', does: 'Closes the app.' },
];
