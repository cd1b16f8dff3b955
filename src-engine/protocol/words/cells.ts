// What the recurrent cells are called and what is said of each, in English: in the window, on the command line, in
// exported pages.

import type { CellKind, Nonlinearity } from '../choices.ts';

export interface CellWords {
  /** In names of runs and in tables: 'LSTM 2×128'. */
  readonly name: string;
  /** Where there is room for more. */
  readonly label: string;
  /** As a sentence about a model begins. */
  readonly opening: string;
  /** What its user gets, in a line. */
  readonly hint: string;
}

export const cellWords: Readonly<Record<CellKind, CellWords>> = {
  lstm: {
    name: 'LSTM',
    label: 'LSTM',
    opening: 'An LSTM',
    hint: 'Long short-term memory: keeps things in mind longest; takes its time.',
  },
  cifg: {
    name: 'CIFG',
    label: 'CIFG-LSTM',
    opening: 'A CIFG-LSTM',
    hint: 'An LSTM that forgets as much as it takes in: three quarters of its weights, and learns most in the same time.',
  },
  gru: {
    name: 'GRU',
    label: 'GRU',
    opening: 'A GRU',
    hint: 'Gated recurrent unit: three quarters of the LSTM’s weights, and quick to learn.',
  },
  rnn: {
    name: 'RNN',
    label: 'Vanilla RNN',
    opening: 'A vanilla RNN',
    hint: 'No gates: small and fast, forgets soonest.',
  },
};

export const nonlinearityNames: Readonly<Record<Nonlinearity, string>> = { tanh: 'tanh', relu: 'ReLU' };
