// Main's log file. Never corpus text, never samples.

import log from 'electron-log/main';

log.transports.file.level = 'info';
log.transports.file.maxSize = 2 * 1024 * 1024;
log.transports.console.level = 'warn';

export { log };
