// The app needs no network, so it has none: no name is resolved, no address of another scheme is fetched, no file is
// downloaded, whoever in the app asks for it. The page's own policy stands before all this; what it does not know of
// ends here.

import { app } from 'electron';
import type { Session, WebContents } from 'electron';
import { log } from './log.ts';

/** Once, before the app is ready. */
export function closeNetwork(): void {
  // Names and numbers alike: nothing is asked of a name server, and nothing is connected to.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.on('session-created', closeSession);
}

function closeSession(session: Session): void {
  // Not that a window wants none of it: the session by itself would fetch a dictionary from the net.
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerLanguages([]);
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];
  session.webRequest.onBeforeRequest({ urls }, (_details, answer) => {
    log.warn('Something in the window asked for the network; there is none.');
    answer({ cancel: true });
  });
  session.on('will-download', (event) => {
    event.preventDefault();
    log.warn('The page tried to download a file; it is refused.');
  });
}

/** Of every page that will ever be: WebRTC has sockets of its own, which know of no policy and resolve nothing. */
export function closeConnections(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
