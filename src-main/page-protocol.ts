// app://bundle/…, the only scheme of the page: files below out/renderer, each with a strict content security policy.

import { protocol, type Session } from 'electron';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

export const pageOrigin = 'app://bundle';
export const pageAddress = `${pageOrigin}/index.html`;

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Once, before the app is ready. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

export function servePage(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? resolvePageFile(folder, request.url) : null;
    const body = file === null ? null : await readInside(folder, file);
    if (file === null || body === null) return new Response('Not found', { status: 404, headers: headersFor('.txt') });
    return new Response(body, { headers: headersFor(path.extname(file)) });
  });
}

/** The file that an address stands for, or null where it stands for nothing inside the folder. */
export function resolvePageFile(folder: string, address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'app:' || url.host !== 'bundle') return null;
  const name = decoded(url.pathname);
  if (name === null || /[\0\\:]/.test(name)) return null;
  const file = path.resolve(folder, `.${name}`);
  return isInside(folder, file) ? file : null;
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

/** Null for what is missing, a folder, or a link that leads out. */
async function readInside(folder: string, file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    if (!isInside(await realpath(folder), await realpath(file))) return null;
    return new Uint8Array(await readFile(file));
  } catch {
    return null;
  }
}

function headersFor(extension: string): Record<string, string> {
  return {
    'Content-Type': contentTypes[extension] ?? 'application/octet-stream',
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
  };
}
