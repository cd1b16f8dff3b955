// What the page may send on each of its channels to main.

import * as v from 'valibot';
import { actions, mainActions, openKinds, saveKinds } from '../src-engine/protocol/choices.ts';
import type { FileGrant } from '../src-engine/protocol/index.ts';
import { isPath } from '../src-engine/protocol/paths.ts';
import type { channels } from './channels.ts';
import { settingsChange } from './settings.ts';

export const paths = v.pipe(v.array(v.pipe(v.string(), v.check(isPath))), v.maxLength(1000));
/** Whatever the page suggests: what is legal, and how much of it, is decided with the name itself. */
const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(10_000));
const fileGrant = v.pipe(
  v.string(),
  v.uuid(),
  v.transform((grant) => grant as FileGrant),
);
const nothing = v.strictTuple([]);

const schemas = {
  connect: nothing,
  restartEngine: nothing,
  chooseTextFiles: nothing,
  chooseFolder: nothing,
  chooseOne: v.strictTuple([v.picklist(openKinds)]),
  chooseSaveDestination: v.strictTuple([fileName, v.picklist(saveKinds)]),
  placeToDrag: v.strictTuple([fileName]),
  startDrag: v.strictTuple([fileGrant]),
  showInFolder: v.strictTuple([fileGrant]),
  grantDropped: v.strictTuple([paths]),
  settings: nothing,
  changeSettings: v.strictTuple([settingsChange]),
  canMoveLibrary: nothing,
  moveLibrary: nothing,
  showLibrary: nothing,
  describeSystem: nothing,
  act: v.strictTuple([v.picklist(mainActions)]),
  offerActions: v.strictTuple([v.array(v.picklist(actions))]),
} satisfies Partial<Record<keyof typeof channels, v.GenericSchema<unknown[], readonly unknown[]>>>;

export type PageArguments = { readonly [Name in keyof typeof schemas]: v.InferOutput<(typeof schemas)[Name]> };

export const pageArguments: {
  readonly [Name in keyof PageArguments]: v.GenericSchema<unknown[], PageArguments[Name]>;
} = schemas;
