// Trains for a moment in a process of its own and tells how much resident memory the run added, and what was planned.

import { trainingSpeed } from './measure.ts';
import { modelOf, trainingOf } from './sizes.ts';
import type { Size } from './sizes.ts';

const size = JSON.parse(process.argv[2]) as Size;
// A small run first: code, threads and buffers that any run needs are not the model's.
await trainingSpeed(modelOf({ ...size, layers: 1, hidden: 8 }), trainingOf(2), 0.2);
const before = process.memoryUsage.rss();
let highest = before;
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage.rss());
}, 20);
const { memoryBytes } = await trainingSpeed(modelOf(size), trainingOf(2), 1);
clearInterval(watch);
console.log(JSON.stringify({ planned: memoryBytes, resident: highest - before }));
