// The program of an exported page: unpacks the model that the page carries, and writes with it or has it tell labels
// apart. Whatever it shows it shows as text, never as markup.

import { randomSeed } from '../../../../protocol/seeds.ts';
import { find, firstComplaint, openControls, readSampling, setSeed } from './controls.ts';
import type { PageContents } from './contents.ts';
import { readContents, readKernels, readWeights } from './loading.ts';
import { Sheet } from './sheet.ts';
import { LineBox } from './line-box.ts';
import { about, count, facts, grouped, unseenWords } from './words.ts';
import { Scribe } from './writing.ts';

const prompt = find('prompt', HTMLTextAreaElement);
const button = find('generate', HTMLButtonElement);
const copy = find('copy', HTMLButtonElement);
const fresh = find('fresh', HTMLInputElement);
const sheet = new Sheet();

/** Ends the text that is being written; null while none is. */
let writing: AbortController | null = null;

function say(text: string, isTrouble = false): void {
  const status = find('status', HTMLElement);
  status.textContent = text;
  status.classList.toggle('trouble', isTrouble);
}

/** What the page says of its model. */
function introduce(): PageContents {
  const contents = readContents();
  document.title = contents.name;
  find('name', HTMLElement).textContent = contents.name;
  find('about', HTMLElement).textContent = about(contents);
  find('facts', HTMLElement).textContent = facts(contents);
  return contents;
}

async function write(scribe: Scribe): Promise<void> {
  const sampling = readSampling();
  const controller = new AbortController();
  writing = controller;
  button.textContent = 'Stop';
  copy.disabled = true;
  // What was left out stands below the prompt, and not in the text.
  sheet.begin(scribe.vocabulary.fed(prompt.value));
  say('Writing…');
  let written = 0;
  const began = performance.now();
  try {
    await scribe.write(
      { prompt: prompt.value, sampling },
      (text, symbols) => {
        written += symbols;
        sheet.append(text);
      },
      controller.signal,
    );
    const seconds = (performance.now() - began) / 1000;
    const speed = grouped(Math.round(written / Math.max(seconds, 0.001)));
    say(`${count(written, 'character')} · seed ${sampling.seed} · ${speed} per second`);
  } catch (error) {
    say(describe(error), true);
  }
  sheet.end();
  copy.disabled = false;
  button.textContent = 'Generate';
  writing = null;
}

function bind(scribe: Scribe): void {
  find('form', HTMLElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (writing !== null) {
      writing.abort();
      return;
    }
    if (fresh.checked) setSeed(randomSeed());
    const complaint = firstComplaint();
    if (complaint === null) void write(scribe);
    else say(complaint, true);
  });
  prompt.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    find('form', HTMLFormElement).requestSubmit();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') writing?.abort();
  });
  prompt.addEventListener('input', () => {
    find('unseen', HTMLElement).textContent = unseenWords(scribe.vocabulary.unseen(prompt.value));
  });
  // Who types a seed wants that one.
  find('seed', HTMLElement).addEventListener('input', () => (fresh.checked = false));
  const typewriter = find('typewriter', HTMLInputElement);
  typewriter.addEventListener('change', () => {
    document.body.classList.toggle('typewriter', typewriter.checked);
  });
  copy.addEventListener('click', () => {
    void sheet.copy().then((isCopied) => {
      say(
        isCopied ? 'Copied.' : 'This browser does not let a page copy: the text is selected, press Ctrl+C.',
        !isCopied,
      );
    });
  });
}

function describe(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `This page cannot work here: ${reason}.`;
}

async function start(): Promise<void> {
  say('Unpacking the model…');
  const contents = introduce();
  if (contents.labels) {
    const box = new LineBox(contents.labels);
    await box.open(contents, await readKernels(), await readWeights(contents));
    return;
  }
  openControls(contents.symbols.length);
  const scribe = new Scribe(contents, await readKernels(), await readWeights(contents));
  bind(scribe);
  button.disabled = false;
  await write(scribe);
}

start().catch((error: unknown) => {
  // Whichever of the two is seen.
  find('told', HTMLElement).textContent = describe(error);
  say(describe(error), true);
});
