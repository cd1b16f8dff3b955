// The only place that listens to the page. A message counts if it comes from the page's own top frame and its arguments
// have the shape that the channel declares; anything else is logged and refused.

import { ipcMain } from 'electron';
import type { WebContents, WebFrameMain } from 'electron';
import * as v from 'valibot';
import { log } from './log.ts';
import { isPageFrame } from './page-address.ts';

type Arguments = v.GenericSchema<unknown[], readonly unknown[]>;

interface Sender {
  readonly sender: WebContents;
  readonly senderFrame: WebFrameMain | null;
}

/** For questions: the page gets the answer, or an error without details. */
export function handle<Schema extends Arguments>(
  channel: string,
  schema: Schema,
  answer: (sender: WebContents, ...args: v.InferOutput<Schema>) => unknown,
): void {
  ipcMain.handle(channel, (event, ...args: unknown[]) => {
    const checked = check(channel, schema, event, args);
    if (checked === null) throw new Error(`Refused: ${channel}`);
    return answer(event.sender, ...checked);
  });
}

/** For messages that need no answer. What fails is logged: it came from the page, and main goes on. */
export function listen<Schema extends Arguments>(
  channel: string,
  schema: Schema,
  act: (sender: WebContents, ...args: v.InferOutput<Schema>) => void,
): void {
  ipcMain.on(channel, (event, ...args: unknown[]) => {
    const checked = check(channel, schema, event, args);
    if (checked === null) return;
    try {
      act(event.sender, ...checked);
    } catch (error) {
      log.error(`${channel} failed:`, error);
    }
  });
}

function check<Schema extends Arguments>(
  channel: string,
  schema: Schema,
  event: Sender,
  args: unknown[],
): v.InferOutput<Schema> | null {
  if (!isPageFrame(event.senderFrame)) {
    log.warn(`Refused ${channel}: it did not come from the page.`);
    return null;
  }
  const result = v.safeParse(schema, args);
  if (result.success) return result.output;
  log.warn(`Refused ${channel}: ${v.summarize(result.issues)}`);
  return null;
}
