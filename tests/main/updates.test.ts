// Check for updates: the project's page is opened in the browser where there is one, and somebody has said yes.

import { beforeEach, expect, it, vi } from 'vitest';
import { offerProjectPage } from '../../src-main/updates.ts';

/** Of a dialog's options, what is looked at. */
interface Question {
  readonly detail: string;
  readonly buttons: readonly string[];
}

const seen = vi.hoisted(() => ({ questions: [] as Question[], opened: [] as string[], answer: '' }));

vi.mock('electron', () => ({
  app: { getVersion: () => '0.1.0' },
  shell: { openExternal: (page: string) => seen.opened.push(page) },
  dialog: {
    showMessageBox: (options: Question) => {
      seen.questions.push(options);
      return Promise.resolve({ response: options.buttons.indexOf(seen.answer) });
    },
  },
}));

beforeEach(() => Object.assign(seen, { questions: [], opened: [], answer: '' }));

it.each([
  { answer: 'Open the Page', opened: ['https://charloom.example/'] },
  { answer: 'Cancel', opened: [] },
])('$answer: $opened', async ({ answer, opened }) => {
  seen.answer = answer;
  await offerProjectPage(null, 'https://charloom.example/');
  expect(seen.questions).toHaveLength(1);
  expect(seen.questions[0]).toMatchObject({
    message: 'Charloom never looks for updates by itself.',
    detail: expect.stringMatching(/version 0\.1\.0\..* https:\/\/charloom\.example\/$/) as string,
  });
  expect(seen.opened).toEqual(opened);
});

it.each([null, 'http://charloom.example/', 'file:///etc/passwd'])(
  '%s is no page, and the version is told',
  async (page) => {
    seen.answer = 'OK';
    await offerProjectPage(null, page);
    expect(seen.questions[0]).toMatchObject({
      detail: expect.stringMatching(/version 0\.1\.0\. .* without the address/) as string,
      buttons: ['OK'],
    });
    expect(seen.opened).toEqual([]);
  },
);
