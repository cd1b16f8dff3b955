// What the build puts into main.

/** The version of Electron that the app is made for, as package.json pins it. */
declare const wantedElectron: string;
