// The names under which main and the preload script talk.

export const channels = {
  /** Page → main. */
  connect: 'engine:connect',
  restartEngine: 'engine:restart',
  chooseTextFiles: 'files:choose',
  chooseFolder: 'files:choose-folder',
  chooseOne: 'files:choose-one',
  chooseSaveDestination: 'files:choose-save-destination',
  placeToDrag: 'files:place-to-drag',
  startDrag: 'files:start-drag',
  showInFolder: 'files:show-in-folder',
  grantDropped: 'files:grant-dropped',
  settings: 'settings:read',
  changeSettings: 'settings:change',
  canMoveLibrary: 'library:can-move',
  moveLibrary: 'library:move',
  showLibrary: 'library:show',
  describeSystem: 'system:describe',
  act: 'action:act',
  offerActions: 'action:offer',
  /** Main → page. */
  port: 'engine:port',
  status: 'engine:status',
  action: 'action:chosen',
  files: 'files:opened',
  warning: 'system:warning',
} as const;
