// What the build puts into main.

/** The version of Electron that the app is made for, as package.json pins it. */
declare const wantedElectron: string;

/** The project's page, where whoever built the app has named one. */
declare const projectPage: string | null;

/** Names the sources that the app was built from. */
declare const sourceStamp: string;
