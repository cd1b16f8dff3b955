// What the actions are called where the window shows them, and by what more words they are found.

import type { Action } from '../../src-engine/protocol/index.ts';
import { actionWords } from '../../src-engine/protocol/words/actions.ts';
import { spoken } from './say.ts';

/** Without the sign for menus. */
export function actionLabel(action: Action): string {
  return spoken(actionWords[action].label).replace('&', '');
}

/** Its label, and more words for it. */
export function wordsToFind(action: Action): string {
  const { also } = actionWords[action];
  return also === undefined ? actionLabel(action) : `${actionLabel(action)} ${spoken(also)}`;
}
