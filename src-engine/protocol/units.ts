// Single units of a model, and what they follow in a text. A unit's value after each symbol is told as a byte: 0 is −1,
// 255 is 1. What has no bounds (the state c, and h of a ReLU) is shown through tanh.

import type { UnitRule } from './choices.ts';
import type { ReadText } from './reading.ts';

/** One number of a layer's state. */
export interface UnitName {
  /** 1 is the lowest. */
  readonly layer: number;
  /** 'h', 'c', or a gate as the cell calls it. */
  readonly part: string;
  /** 0 is the first. */
  readonly unit: number;
}

/** Between which h is held. Only with a ReLU does it leave them by itself. */
export const clampLimits = [-1, 1] as const;

/** A unit whose h is held at a value after every step. */
export interface Clamp {
  /** 1 is the lowest. */
  readonly layer: number;
  readonly unit: number;
  readonly value: number;
}

/** A text along which the states of a model were read. */
export interface UnitReading extends ReadText {
  /** By which it is asked about. */
  readonly reading: number;
  /** Of the checkpoint. */
  readonly step: number;
  /** UTF-16 units of each symbol of the text, which is what the model has read. */
  readonly lengths: Uint8Array;
  /** Symbols that the model does not know and has not read, each once. */
  readonly unseen: readonly string[];
  readonly layers: number;
  readonly parts: readonly string[];
  /** H. */
  readonly units: number;
  /** Of a model that tells labels apart, which reads line by line; null: it writes. */
  readonly answers: LineAnswers | null;
}

/** What a model says along the lines of a text. */
export interface LineAnswers {
  readonly labels: readonly string[];
  /**
   * (symbols, labels): the probability of each label after each symbol. A line end stands for what comes before the
   * first symbol of the line behind it.
   */
  readonly probabilities: Float32Array;
  /** (lines): the label that each line has; null where that is not known. */
  readonly truth: Uint16Array | null;
  /** Lines that there are: more than were read where they are many. */
  readonly all: number;
  /** How many of those read are longer than what is read of a line. */
  readonly cut: number;
}

/**
 * What units may follow. 'ranges': stretches that somebody has marked, in symbols. 'label': whether a line has it, at
 * the line's end.
 */
export type FollowedRule =
  | { readonly kind: UnitRule }
  | { readonly kind: 'expression'; readonly expression: string }
  | { readonly kind: 'ranges'; readonly ranges: readonly (readonly [from: number, to: number])[] }
  | { readonly kind: 'label'; readonly label: number };

/** What the symbols of a text alone decide. */
export type TextRule = Exclude<FollowedRule, { readonly kind: 'label' }>;

/** A unit, and how well it follows a rule. */
export interface UnitFinding extends UnitName {
  /** Whether it is above the threshold where the rule holds, or below it. */
  readonly isAbove: boolean;
  /** In the unit's own scale, −1 to 1. */
  readonly threshold: number;
  /** On text that the threshold was not chosen on. */
  readonly f1: number;
  readonly correlation: number;
  /** The share of units that do as well where the model reads the same text shuffled: what chance finds. */
  readonly chance: number;
}

export interface UnitSearch {
  /** The best first. */
  readonly findings: readonly UnitFinding[];
  /** Units that were looked at. */
  readonly units: number;
  /** How many of them do clearly better than any does on the shuffled text, and than always saying yes. */
  readonly found: number;
  /** Symbols on which F1 and correlation are measured; lines where a label is followed. */
  readonly measuredOn: number;
  /** The share of these where the rule holds. */
  readonly share: number;
  /** F1 of always saying yes. */
  readonly guess: number;
  /** Whether the threshold was chosen on other symbols than it is measured on: not where ranges are marked. */
  readonly isHeldOut: boolean;
}

/** Units that are active together, as non-negative matrix factorisation finds them. */
export interface UnitFactor {
  /**
   * Those with the largest weights first; a negative weight: the unit is active below zero. Weights of a factor are at
   * most 1.
   */
  readonly units: readonly (UnitName & { readonly weight: number })[];
  /** Value after each symbol: 0 is nothing, 255 its largest. */
  readonly values: Uint8Array;
}

export interface UnitFactors {
  readonly factors: readonly UnitFactor[];
  /** The share of the activity that the factors together account for, 0 to 1. */
  readonly explained: number;
}

/** A stretch elsewhere during which the units are as they are in the marked one. */
export interface SimilarPassage {
  /** In symbols of the searched text. */
  readonly from: number;
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** The share of the pattern's units that are alike, averaged over the passage. */
  readonly likeness: number;
}

export interface SimilarPassages {
  readonly passages: readonly SimilarPassage[];
  /** Units that make up the pattern: on or off all through the marked stretch. */
  readonly pattern: number;
  /** The likeness of any position of the text, on average. */
  readonly ordinary: number;
  /** Symbols that were searched, and the name of the text. */
  readonly searched: number;
  readonly title: string;
}
