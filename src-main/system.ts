// The app and the machine in a few lines, for somebody who helps: no name and no path of the user's.

import { app, screen } from 'electron';
import os from 'node:os';

export function describeSystem(): readonly string[] {
  const { electron, chrome, node } = process.versions;
  const gigabytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  return [
    `Charloom ${app.getVersion()} of the sources ${sourceStamp}${app.isPackaged ? '' : ', unpackaged'}`,
    `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
    `${os.type()} ${os.release()}, ${process.arch}`,
    `${os.cpus()[0]?.model.trim() ?? 'Processor unknown'}, ${gigabytes(os.totalmem())} GiB, ${gigabytes(os.freemem())} GiB free`,
    `Displays: ${screen
      .getAllDisplays()
      .map(({ size, scaleFactor }) => `${size.width} × ${size.height} at ${scaleFactor}`)
      .join(', ')}`,
    `Languages: ${app.getLocale()}, ${app.getSystemLocale()}`,
  ];
}
