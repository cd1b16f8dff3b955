// One step of any cell, by its number (STEP_…, from `kernels/layouts.ts`): a line here for each, forward and backward.

import { cifgBackward, cifgForward } from './cells/cifg';
import { gruBackward, gruForward } from './cells/gru';
import { lstmBackward, lstmForward } from './cells/lstm';
import { reluBackward, reluForward, tanhBackward, tanhForward } from './cells/rnn';
import { warm } from './warm';

/** What each argument is: `StepOffsets` in `kernels.ts`, in bytes here. */
export function stepForward(
  step: i32, gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
  switch (step) {
    case STEP_LSTM: return lstmForward(gates, recurrent, bias, hBefore, h, cBefore, c, cTanh, rows, units);
    case STEP_CIFG: return cifgForward(gates, recurrent, bias, hBefore, h, cBefore, c, cTanh, rows, units);
    case STEP_GRU: return gruForward(gates, recurrent, bias, hBefore, h, cBefore, c, cTanh, rows, units);
    case STEP_TANH: return tanhForward(gates, recurrent, bias, hBefore, h, cBefore, c, cTanh, rows, units);
    case STEP_RELU: return reluForward(gates, recurrent, bias, hBefore, h, cBefore, c, cTanh, rows, units);
    default: unreachable();
  }
}

/** What each argument is: `StepOffsets` in `kernels.ts`, in bytes here. */
export function stepBackward(
  step: i32, gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
  const state = (<usize>rows * <usize>units) << 2;
  switch (step) {
    case STEP_LSTM: warm(gates, 4 * state); warm(cBefore, state); warm(cTanh, state); break;
    case STEP_CIFG: warm(gates, 3 * state); warm(cBefore, state); warm(cTanh, state); break;
    case STEP_GRU: warm(gates, 3 * state); warm(recurrent, 3 * state); warm(hBefore, state); break;
    default: break;
  }
  switch (step) {
    case STEP_LSTM: return lstmBackward(gates, recurrent, hBefore, h, cBefore, cTanh, dhBefore, dh, dc, rows, units);
    case STEP_CIFG: return cifgBackward(gates, recurrent, hBefore, h, cBefore, cTanh, dhBefore, dh, dc, rows, units);
    case STEP_GRU: return gruBackward(gates, recurrent, hBefore, h, cBefore, cTanh, dhBefore, dh, dc, rows, units);
    case STEP_TANH: return tanhBackward(gates, recurrent, hBefore, h, cBefore, cTanh, dhBefore, dh, dc, rows, units);
    case STEP_RELU: return reluBackward(gates, recurrent, hBefore, h, cBefore, cTanh, dhBefore, dh, dc, rows, units);
    default: unreachable();
  }
}
