// The controls of an exported page: numbers with a slider each, and what they mean to the engine.

import { complaintAbout, inDigits, readNumber, stepped } from '../../../../protocol/number-entry.ts';
import type { NumberRange } from '../../../../protocol/number-entry.ts';
import type { SamplingSettings, SamplingStage } from '../../../../protocol/settings.ts';
import { grouped } from './words.ts';
import { inEnglish } from '../../../../protocol/text/sentences.ts';

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

/** What stood below each number before there was anything wrong with it. */
const hints = new Map<Name, string>();

/** Ties each number to its slider, and top-k to the number of symbols. */
export function openControls(symbols: number): void {
  field('top-k').setAttribute('aria-valuemax', String(symbols));
  find('top-k-slider', HTMLInputElement).max = String(Math.min(symbols, 100));
  for (const name of names) {
    const number = field(name);
    hints.set(name, hintOf(name).textContent);
    const slider = document.getElementById(`${name}-slider`) as HTMLInputElement | null;
    if (slider !== null) slider.value = number.value;
    number.addEventListener('input', () => show(name));
    number.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      const by = event.key === 'ArrowUp' ? 1 : -1;
      const { step } = rangeOf(name);
      const size = step === 'any' ? Number(number.dataset['step']) : step;
      number.value = String(stepped(readNumber(number.value), by, { ...rangeOf(name), step: size }));
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
  const input = field(name);
  const limit = (attribute: string): number => Number(input.getAttribute(attribute));
  const step = input.inputMode === 'numeric' ? 1 : 'any';
  return { min: limit('aria-valuemin'), max: limit('aria-valuemax'), step };
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
  const slider = document.getElementById(`${name}-slider`) as HTMLInputElement | null;
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
  const stages: SamplingStage[] = [];
  if (k > 0) stages.push({ kind: 'top-k', k });
  if (mass < 1) stages.push({ kind: 'top-p', mass });
  stages.push({ kind: 'temperature', temperature: valueOf('temperature') });
  return { stages, length: valueOf('length'), seed: valueOf('seed') };
}
