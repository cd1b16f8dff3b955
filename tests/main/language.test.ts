// What main says without a window, in the language that the user has chosen.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { runMessages } from '../../src-engine/protocol/words/run-messages.ts';
import { BackgroundTraining } from '../../src-main/background.ts';
import { setLanguage, setNumberStyle } from '../../src-main/language.ts';

const shown = vi.hoisted((): { title: string; body: string }[] => []);

/** Of Electron, which is there in the app alone, what a notification needs. */
vi.mock('electron', () => ({
  app: { getLocale: () => 'en-GB' },
  Menu: {},
  nativeImage: {},
  Notification: class {
    static isSupported = () => true;
    readonly #words: { title: string; body: string };
    constructor(words: { title: string; body: string }) {
      this.#words = words;
    }
    on(): void {}
    show(): void {
      shown.push(this.#words);
    }
  },
  Tray: vi.fn(),
}));

vi.mock('../../src-main/log.ts', () => ({ log: console }));

beforeEach(() => {
  shown.length = 0;
});

afterEach(() => {
  setLanguage('en');
  setNumberStyle('language');
});

function tellEnd(): void {
  const background = new BackgroundTraining({ open() {}, pause() {}, quit() {} });
  const message = inEnglish(runMessages.givenUp(54_321, runMessages.notFinite()));
  background.tellEnd({ name: 'LSTM', state: 'failed', message, waiting: 0 });
}

it('why a run has failed is kept in English, and told in German', () => {
  setLanguage('de');
  tellEnd();
  expect(shown).toEqual([
    {
      title: '„LSTM“ ist gescheitert',
      body: expect.stringMatching(/^Das Training ist bei Schritt .+ wieder entgleist \(.* keine Zahl mehr\)/) as string,
    },
  ]);
});

it('and in English to whoever reads English', () => {
  tellEnd();
  expect(shown[0]?.body).toMatch(/^Training diverged again at step 54\u202f321 \(the loss is no longer a number\)/);
});

it('its numbers have the signs that the user has chosen', () => {
  setNumberStyle('comma-point');
  tellEnd();
  expect(shown[0]?.body).toContain(' 54,321 ');
});
