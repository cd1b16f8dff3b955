// The controls of an exported page: numbers with a slider each, and what they mean to the engine.

import type { SamplingSettings, SamplingStage } from '../../protocol/settings.ts';

/** The page's element of that name, which is of that kind. */
export function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page lacks its "${id}"`);
  return element;
}

const names = ['temperature', 'top-k', 'top-p', 'length', 'seed'] as const;
type Name = (typeof names)[number];

function field(name: Name): HTMLInputElement {
  return find(name, HTMLInputElement);
}

/** Ties each number to its slider, and top-k to the number of symbols. */
export function openControls(symbols: number): void {
  field('top-k').max = String(symbols);
  find('top-k-slider', HTMLInputElement).max = String(Math.min(symbols, 100));
  for (const name of names) {
    const number = field(name);
    const slider = document.getElementById(`${name}-slider`) as HTMLInputElement | null;
    number.addEventListener('change', () => mend(number));
    if (slider === null) continue;
    slider.value = number.value;
    number.addEventListener('input', () => (slider.value = number.value));
    number.addEventListener('change', () => (slider.value = number.value));
    slider.addEventListener('input', () => (number.value = slider.value));
  }
}

/** What cannot be meant becomes the nearest that can. */
function mend(input: HTMLInputElement): void {
  const value = Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : Number(input.defaultValue);
  const within = Math.min(Number(input.max), Math.max(Number(input.min), value));
  input.value = String(input.inputMode === 'numeric' ? Math.round(within) : within);
}

/** A number from the field, mended if it has to be. */
function valueOf(name: Name): number {
  const input = field(name);
  mend(input);
  return input.valueAsNumber;
}

export function setSeed(seed: number): void {
  field('seed').value = String(seed);
}

/** In the order in which the app puts its stages. */
export function readSampling(): SamplingSettings {
  const k = valueOf('top-k');
  const mass = valueOf('top-p');
  const stages: SamplingStage[] = [];
  if (k > 0) stages.push({ kind: 'top-k', k });
  if (mass < 1) stages.push({ kind: 'top-p', mass });
  stages.push({ kind: 'temperature', temperature: valueOf('temperature') });
  return { stages, length: valueOf('length'), seed: valueOf('seed') };
}
