// What the program says, read out of its sources: the templates of `say` and `sentence`, the nouns of `counted` and
// `amount`, and words in the window's sources that pass by the catalogue.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'svelte/compiler';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '../..');

export interface Said {
  readonly sentences: ReadonlySet<string>;
  readonly nouns: ReadonlySet<string>;
  /** 'file: words' */
  readonly unsaid: readonly string[];
}

/** Sources below a folder, from the root. */
export function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|svelte)$/.test(file) && !/(^|\/)build\//.test(file))
    .map((file) => path.join(folder, file));
}

/** @param tables files whose words stand in tables: these are no sentences that pass by the catalogue */
export function read(files: readonly string[], tables: ReadonlySet<string>): Said {
  const sentences = new Set<string>();
  const nouns = new Set<string>();
  const unsaid: string[] = [];
  for (const file of files) {
    const source = readFileSync(path.join(root, file), 'utf8');
    const isWindow = isShown(file, source) && !tables.has(file);
    const collect = (code: string): void => readCode(code, { sentences, nouns, unsaid: isWindow ? unsaid : [] }, file);
    if (!file.endsWith('.svelte')) collect(source);
    else {
      const { expressions, texts } = readMarkup(source);
      for (const expression of expressions) collect(expression);
      if (isWindow) unsaid.push(...texts.map((text) => `${file}: ${text}`));
    }
  }
  return { sentences, nouns, unsaid };
}

/** All of the page; of main, what speaks to people at all. The rest of it writes logs and reports, in English. */
function isShown(file: string, source: string): boolean {
  return file.startsWith('src-renderer') || (file.startsWith('src-main') && source.includes("/language.ts'"));
}

interface Markup {
  readonly expressions: readonly string[];
  /** Words that stand in the markup itself. */
  readonly texts: readonly string[];
}

/** Attributes whose values nobody reads. */
const silent =
  /^(class|id|style|d|points|viewBox|href|src|type|role|name|form|for|data-.*|aria-(?!label$|description$|roledescription$|valuetext$).*|scope|popover|autocomplete|inputmode|method|rel|target|preserveAspectRatio|transform|fill|stroke.*|key|kind|list|of|term|unitTerm|noteTerm|tag|lang|dir|as|size|tone|variant|icon|part|align|value|here|spellcheck|accept|xmlns|text-anchor|marker-.*|orient|dominant-baseline|pathLength|slot|draggable)$/;

function readMarkup(source: string): Markup {
  const expressions: string[] = [];
  const texts: string[] = [];
  const { fragment, instance, module } = parse(source, { modern: true });
  for (const script of [instance, module]) {
    if (script) expressions.push(source.slice(...rangeOf(script.content)));
  }
  visit(fragment, (node) => {
    if (node.type === 'StyleDirective') return false;
    if (node.type === 'Text' && isWords(String(node['raw']))) texts.push(String(node['raw']).trim());
    if (node.type === 'Attribute') {
      readAttribute(node, expressions, texts, source);
      return false;
    }
    for (const code of codeOf(node)) expressions.push(`(${source.slice(...rangeOf(code))})`);
    return true;
  });
  return { expressions, texts };
}

interface Node {
  readonly type: string;
  readonly [name: string]: unknown;
}

function readAttribute(node: Node, expressions: string[], texts: string[], source: string): void {
  const parts = Array.isArray(node['value']) ? (node['value'] as Node[]) : [node['value'] as Node | true];
  for (const part of parts) {
    if (part === true) continue;
    if (part.type === 'Text') {
      const words = String(part['raw']);
      if (!silent.test(String(node['name'])) && isWords(words)) texts.push(`${String(node['name'])}="${words}"`);
    } else expressions.push(`(${source.slice(...rangeOf(part['expression']))})`);
  }
}

/** Where a node of the markup has a script's code. */
const codeNames = ['expression', 'test', 'declaration', 'key'];

function codeOf(node: Node): readonly unknown[] {
  return codeNames.map((name) => node[name]).filter((code) => typeof code === 'object' && code !== null);
}

function rangeOf(node: unknown): [number, number] {
  const { start, end } = node as { readonly start: number; readonly end: number };
  return [start, end];
}

function visit(node: unknown, look: (node: Node) => boolean): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) visit(one, look);
    return;
  }
  if ('type' in node && !look(node as Node)) return;
  for (const [name, child] of Object.entries(node)) {
    if (!codeNames.includes(name) && name !== 'metadata') visit(child, look);
  }
}

interface Found {
  readonly sentences: Set<string>;
  readonly nouns: Set<string>;
  readonly unsaid: string[];
}

function readCode(code: string, found: Found, file: string): void {
  const sourceFile = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true);
  const look = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /^(say|sentence)$/.test(node.tag.getText())) {
      found.sentences.add(templateIn(node.template));
    } else if (ts.isCallExpression(node) && /^(counted|amount)$/.test(node.expression.getText())) {
      const [, noun] = node.arguments;
      if (noun && ts.isStringLiteralLike(noun)) found.nouns.add(noun.text);
    } else if (isUnsaid(node)) found.unsaid.push(`${file}: ${node.getText()}`);
    ts.forEachChild(node, look);
  };
  look(sourceFile);
}

function templateIn(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (before, { literal }, gap) => `${before}{${gap}}${literal.text}`,
    template.head.text,
  );
}

/** A sentence, or the beginning of one, that is neither said nor looked up. */
function isUnsaid(node: ts.Node): boolean {
  const words =
    ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? templateIn(node)
        : '';
  return /^\p{Lu}\p{L}*[ .:,…]+.*\p{L}{2}/u.test(words) && !isTold(node) && !isForProgrammers(node);
}

function isTold({ parent }: ts.Node): boolean {
  return (
    ts.isTaggedTemplateExpression(parent) || (ts.isCallExpression(parent) && parent.expression.getText() === 'spoken')
  );
}

/** What throws for a fault of the program, what the log is told, and the name of a process. */
function isForProgrammers(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name.getText() === 'serviceName') return true;
  const callee = ts.isCallExpression(parent) || ts.isNewExpression(parent) ? parent.expression.getText() : '';
  return /^(Error|TypeError|RangeError|(console|log)\.\w+)$/.test(callee);
}

/** Words for people: letters, and not only a unit, a sign or the program's own name. */
function isWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(/&\w+;|\bCharloom\b/g, ''));
}
