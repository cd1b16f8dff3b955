// The only place that listens to the page. A message counts if it comes from the page's own top frame and its arguments
// have the shape that the channel declares (`page-arguments.ts`); anything else is logged and refused.

import { ipcMain } from 'electron';
import type { WebContents, WebFrameMain } from 'electron';
import * as v from 'valibot';
import { channels } from './channels.ts';
import { log } from './log.ts';
import { isPageFrame } from './page-address.ts';
import { pageArguments } from './page-arguments.ts';
import type { PageArguments } from './page-arguments.ts';

/** A page that sends nonsense without end does not fill the log. */
const maxReported = 10;
let refused = 0;

type PageChannel = keyof PageArguments;

interface Sender {
  readonly sender: WebContents;
  readonly senderFrame: WebFrameMain | null;
}

/** For questions: the page gets the answer, or an error without details. */
export function handle<Name extends PageChannel>(
  name: Name,
  answer: (sender: WebContents, ...args: PageArguments[Name]) => unknown,
): void {
  const channel = channels[name];
  ipcMain.handle(channel, (event, ...args: unknown[]) => {
    const checked = check(name, event, args);
    if (checked === null) throw new Error(`Refused: ${channel}`);
    return answer(event.sender, ...checked);
  });
}

/** For messages that need no answer. What fails is logged: it came from the page, and main goes on. */
export function listen<Name extends PageChannel>(
  name: Name,
  act: (sender: WebContents, ...args: PageArguments[Name]) => void,
): void {
  const channel = channels[name];
  ipcMain.on(channel, (event, ...args: unknown[]) => {
    const checked = check(name, event, args);
    if (checked === null) return;
    try {
      act(event.sender, ...checked);
    } catch (error) {
      log.error(`${channel} failed:`, error);
    }
  });
}

function check<Name extends PageChannel>(name: Name, event: Sender, args: unknown[]): PageArguments[Name] | null {
  const channel = channels[name];
  if (!isPageFrame(event.senderFrame)) {
    refuse(channel, 'it did not come from the page');
    return null;
  }
  const result = v.safeParse(pageArguments[name], args);
  if (result.success) return result.output;
  // What was sent is the page's, and has no place in the log.
  refuse(
    channel,
    `it came with arguments that it does not take (${result.issues[0].kind} of ${result.issues[0].type})`,
  );
  return null;
}

function refuse(channel: string, why: string): void {
  refused += 1;
  if (refused <= maxReported) log.warn(`Refused ${channel}: ${why}.`);
}
