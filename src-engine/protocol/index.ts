// What page, main and command line may know of the engine: types. The little that page and engine must do
// alike stands beside them: escapes, entries of numbers, limits, smoothing, metrics of labels.

export type * from './app-settings.ts';
export type * from './choices.ts';
export type * from './comparison.ts';
export type * from './corpora.ts';
export type * from './decodings.ts';
export type * from './doctor.ts';
export type * from './forecasts.ts';
export type * from './gauges.ts';
export type * from './ids.ts';
export type * from './interchange.ts';
export type * from './labels.ts';
export type * from './learning-rate.ts';
export type * from './library.ts';
export type * from './memory.ts';
export type * from './messages.ts';
export type * from './numbers.ts';
export type * from './process.ts';
export type * from './reading.ts';
export type * from './runs.ts';
export type * from './samples.ts';
export type * from './settings.ts';
export type * from './stages.ts';
export type * from './surprise.ts';
export type * from './units.ts';
export type * from './yardsticks.ts';
