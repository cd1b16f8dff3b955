// What is still English on a page that shall be German: words of the catalogue that have a German of their own.

import type { Page } from '@playwright/test';
import { german } from '../../src-engine/protocol/text/german/index.ts';

/** Words that are told by themselves; fewer may stand in anybody's text. */
const tellingWords = 3;

const sentences = Object.entries(german.sentences)
  .filter(([english, other]) => english !== other)
  .map(([english]) => english);
const whole = new Set(sentences);
const allGerman = Object.values(german.sentences).join('\n');
/** What stands between the gaps, where it is long enough to be found inside a text. */
const pieces = sentences
  .flatMap((english) => english.split(/\{\d+\}/))
  .map((piece) => piece.trim())
  .filter((piece) => (piece.match(/\p{L}{2,}/gu) ?? []).length >= tellingWords && !allGerman.includes(piece));
/** Of a word or two and figures, such as 'step 1 200'. */
const withFigures = sentences
  .filter((english) => /\{\d+\}/.test(english) && /\p{L}{2}/u.test(english.replaceAll(/\{\d+\}/g, '')))
  .map(
    (english) =>
      new RegExp(
        `^${english
          .split(/\{\d+\}/)
          .map(literally)
          .join('[^\\p{L}]+')}$`,
        'u',
      ),
  );
const amounts = Object.entries(german.nouns)
  .filter(([noun, [one, many]]) => noun !== one && noun !== many)
  .map(([noun]) => new RegExp(`(^|[^\\p{L}\\d])\\d[\\d.,\\s]*\\s${literally(noun)}s?(?!\\p{L})`, 'u'));

/** Texts and labels in sight that are English, without the user's own: names, corpora, and what models have written. */
export async function englishLeftOn(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate(textsInSight);
  return texts.filter(
    (text) =>
      whole.has(text) ||
      pieces.some((piece) => text.includes(piece)) ||
      withFigures.some((pattern) => pattern.test(text)) ||
      amounts.some((pattern) => pattern.test(text)),
  );
}

function literally(words: string): string {
  return words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Runs in the page. A text of the user says so: it has its own direction, or is not to be translated. */
function textsInSight(): string[] {
  const own = '[dir=auto], bdi, [translate=no], [contenteditable], textarea, pre, code, kbd, script, style';
  const spoken = [
    'aria-label',
    'aria-description',
    'aria-roledescription',
    'aria-valuetext',
    'title',
    'placeholder',
    'alt',
  ];
  const found = new Set<string>();
  const add = (text: string | null): void => {
    const words = (text ?? '').replaceAll(/[\s\u202f\u00a0]+/g, ' ').trim();
    if (/\p{L}{2}/u.test(words)) found.add(words);
  };
  const isWords = ({ nodeType, textContent }: Node): boolean =>
    nodeType === Node.TEXT_NODE && /\p{L}/u.test(textContent ?? '');
  for (const element of document.body.querySelectorAll('*')) {
    const shown = element instanceof HTMLOptionElement ? element.closest('select') : element;
    if (!shown?.checkVisibility()) continue;
    for (const name of spoken) add(element.getAttribute(name));
    if (element.closest(own) !== null) continue;
    const nodes = [...element.childNodes].filter(isWords);
    for (const node of nodes) add(node.textContent);
    if (nodes.length > 0 && element.querySelector(own) === null) add(element.textContent);
  }
  return [...found];
}
