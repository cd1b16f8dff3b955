// app://bundle/…, the only scheme of the page: files below out/renderer, each with a strict content security policy.

import { protocol } from 'electron';
import type { Session } from 'electron';
import path from 'node:path';
import { pageScheme } from './page-address.ts';
import { readPageFile, resolvePageFile } from './page-files.ts';

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
  // Without a word of its own a worker may come from where scripts may.
  "worker-src 'none'",
  "frame-src 'none'",
  // No downloads, windows, dialogs or printing of its own; the app's ways to a file go through main.
  'sandbox allow-scripts allow-same-origin allow-forms',
].join('; ');

/**
 * What a page may do by asking nobody, or by a question to the user: nothing of it is needed but writing to the
 * clipboard.
 */
const permissionsPolicy = [
  'accelerometer',
  'bluetooth',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Once, before the app is ready. */
export function registerPageScheme(): void {
  // With the last, another origin, such as that of a sandboxed frame, cannot read the page's files.
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true };
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges }]);
}

export function servePage(session: Session, folder: string): void {
  session.protocol.handle(pageScheme, async (request) => {
    const file = request.method === 'GET' ? resolvePageFile(folder, request.url) : null;
    const body = file === null ? null : await readPageFile(folder, file);
    if (file === null || body === null) return new Response('Not found', { status: 404, headers: headersFor('') });
    return new Response(body, { headers: headersFor(path.extname(file)) });
  });
}

function headersFor(extension: string): Record<string, string> {
  return {
    'Content-Type': contentTypes[extension] ?? 'application/octet-stream',
    'Content-Security-Policy': contentSecurityPolicy,
    'Permissions-Policy': permissionsPolicy,
    'X-Content-Type-Options': 'nosniff',
    'X-DNS-Prefetch-Control': 'off',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  };
}
