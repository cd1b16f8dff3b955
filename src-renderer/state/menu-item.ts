// One entry of a menu of the page.

import type { Action } from '../../src-engine/protocol/index.ts';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  readonly danger?: boolean;
  /** Of several, the one that holds; left out: there is nothing to choose. */
  readonly isChosen?: boolean;
  /** The action that does the same to what is open: its keys stand beside the label. */
  readonly action?: Action;
}
