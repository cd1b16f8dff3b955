// What the window says in German: a file for each of its parts, and for each part of the engine.

export * from './add-corpus.ts';
export * from './built-in-texts.ts';
export * from './choices.ts';
export * from './classify.ts';
export * from './cleaning.ts';
export * from './corpus-screen.ts';
export * from './doctor.ts';
export * from './look-inside.ts';
export * from './loss-chart.ts';
export * from './new-run.ts';
export * from './reading.ts';
export * from './run-words.ts';
export * from './runs-side-by-side.ts';
export * from './sampling.ts';
export * from './setting-words.ts';
export * from './settings-screen.ts';
export * from './shared.ts';
export * from './symbols.ts';
export * from './train-screen.ts';
export * from './units-and-surprise.ts';
export * from './writing-page.ts';
export * from './writing-together.ts';
