// Measures the matrix product's peak in a thread of its own, so that several can be measured at once.

import { parentPort, workerData } from 'node:worker_threads';
import { measurePeak } from '../src-engine/kernels/choice.ts';

parentPort?.postMessage(measurePeak(workerData as number));
