// What the window says in German: a file for each of its parts, and for each part of the engine.

export * from './choices.ts';
export * from './look-inside.ts';
export * from './runs-side-by-side.ts';
export * from './settings-screen.ts';
export * from './shared.ts';
export * from './units-and-surprise.ts';
