// The controls of an exported page: numbers with a slider each, and what they mean to the engine.

import { complaintAbout, inDigits, readNumber, stepped } from '../../../../protocol/number-entry.ts';
import type { NumberRange } from '../../../../protocol/number-entry.ts';
import { samplingLimits } from '../../../../protocol/sampling-limits.ts';
import type { SamplingSettings, SamplingStage } from '../../../../protocol/settings.ts';
import { stageWords } from '../../../../protocol/stages.ts';
import { inEnglish } from '../../../../protocol/text/sentences.ts';
import { stages } from '../../../../sampling/stages/index.ts';
import { grouped } from './words.ts';

/** The page's element of that name, which is of that kind. */
export function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page lacks its "${id}"`);
  return element;
}

const names = ['temperature', 'top-k', 'top-p', 'length', 'seed'] as const;
type Name = (typeof names)[number];

interface Control {
  readonly min: number;
  readonly max: number;
  /** Fractions are taken, and arrows go by the slider's step. */
  readonly isFraction?: true;
  readonly initial: number;
  readonly slider?: readonly [min: number, max: number, step: number];
  /** Stands below it; left out: what the markup has there. */
  readonly hint?: string;
}

/** At these values the stages leave out nothing, and are left out. */
const allSymbols = 0;
const allMass = 1;

/** A text that is soon there, as the page writes one when it is opened. */
const initialLength = 400;
/** The page keeps all of a text laid out while it is written. */
const maxLength = 100_000;

/** @param symbols (V) of the model */
function controlsFor(symbols: number): Readonly<Record<Name, Control>> {
  const { temperature, 'top-k': topK, 'top-p': topP } = stageWords;
  const degrees = stages.temperature.fields.temperature;
  const { mass } = stages['top-p'].fields;
  const [, maxSliderK, stepOfK] = topK.numbers.k.slider;
  return {
    temperature: {
      min: degrees.min,
      max: degrees.max,
      isFraction: true,
      initial: stages.temperature.default.temperature,
      slider: temperature.numbers.temperature.slider,
      hint: temperature.hint,
    },
    'top-k': {
      min: allSymbols,
      max: symbols,
      initial: allSymbols,
      slider: [allSymbols, Math.min(symbols, maxSliderK), stepOfK],
      hint: `${topK.hint} ${allSymbols}: all.`,
    },
    'top-p': {
      min: mass.min,
      max: mass.max,
      isFraction: true,
      initial: allMass,
      slider: topP.numbers.mass.slider,
      hint: `${topP.hint} ${allMass}: all.`,
    },
    length: { min: 1, max: maxLength, initial: initialLength, slider: [50, 3000, 50] },
    seed: { min: samplingLimits.seed[0], max: samplingLimits.seed[1], initial: 1 },
  };
}

let controls = controlsFor(0);

function field(name: Name): HTMLInputElement {
  return find(name, HTMLInputElement);
}

function sliderOf(name: Name): HTMLInputElement | null {
  return document.getElementById(`${name}-slider`) as HTMLInputElement | null;
}

/** What stood below each number before there was anything wrong with it. */
const hints = new Map<Name, string>();

/** Gives each number its range, and ties it to its slider. @param symbols (V) of the model */
export function openControls(symbols: number): void {
  controls = controlsFor(symbols);
  for (const name of names) {
    const { min, max, initial, isFraction, slider: range, hint } = controls[name];
    const number = field(name);
    number.inputMode = isFraction ? 'decimal' : 'numeric';
    number.setAttribute('aria-valuemin', String(min));
    number.setAttribute('aria-valuemax', String(max));
    // What a browser has kept of an earlier visit stays.
    number.defaultValue = String(initial);
    hints.set(name, hint ?? hintOf(name).textContent);
    const slider = sliderOf(name);
    if (slider !== null && range !== undefined) {
      [slider.min, slider.max, slider.step] = range.map(String) as [string, string, string];
      slider.value = number.value;
    }
    number.addEventListener('input', () => show(name));
    number.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      const by = event.key === 'ArrowUp' ? 1 : -1;
      const step = isFraction && range ? range[2] : 1;
      number.value = String(stepped(readNumber(number.value), by, { ...rangeOf(name), step }));
      number.dispatchEvent(new Event('input', { bubbles: true }));
    });
    slider?.addEventListener('input', () => {
      number.value = slider.value;
      show(name);
    });
    show(name);
  }
}

function hintOf(name: Name): HTMLElement {
  return find(`${name}-hint`, HTMLElement);
}

function rangeOf(name: Name): NumberRange {
  const { min, max, isFraction } = controls[name];
  return { min, max, step: isFraction ? 'any' : 1 };
}

/** Says what is wrong with a number, below it; the slider goes along. */
function show(name: Name): void {
  const input = field(name);
  const value = readNumber(input.value);
  const complaint = complaintOf(name);
  const hint = hintOf(name);
  hint.textContent = complaint ?? hints.get(name) ?? '';
  hint.classList.toggle('trouble', complaint !== null);
  input.setAttribute('aria-invalid', String(complaint !== null));
  if (Number.isNaN(value)) input.removeAttribute('aria-valuenow');
  else input.setAttribute('aria-valuenow', inDigits(value));
  const slider = sliderOf(name);
  if (slider !== null && !Number.isNaN(value)) slider.value = String(value);
}

function complaintOf(name: Name): string | null {
  const complaint = complaintAbout(field(name).value, rangeOf(name), grouped);
  return complaint && inEnglish(complaint);
}

/** Goes to the first number that has to be mended. @returns what is wrong with it; null: all are right */
export function firstComplaint(): string | null {
  const name = names.find((each) => complaintOf(each) !== null);
  if (name === undefined) return null;
  field(name).focus();
  return `${field(name).labels?.[0]?.textContent ?? name}: ${complaintOf(name) ?? ''}`;
}

function valueOf(name: Name): number {
  return readNumber(field(name).value);
}

export function setSeed(seed: number): void {
  field('seed').value = String(seed);
  show('seed');
}

/** In the order in which the app puts its stages. Only where there is no complaint. */
export function readSampling(): SamplingSettings {
  const k = valueOf('top-k');
  const mass = valueOf('top-p');
  const chosen: SamplingStage[] = [];
  if (k !== allSymbols) chosen.push({ kind: 'top-k', k });
  if (mass !== allMass) chosen.push({ kind: 'top-p', mass });
  chosen.push({ kind: 'temperature', temperature: valueOf('temperature') });
  return { stages: chosen, length: valueOf('length'), seed: valueOf('seed') };
}
