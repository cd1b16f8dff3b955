// Short messages over the window: what went wrong stays until closed, the rest fades. And what is read out to those who
// listen.

import type { NoticeSeverity } from '../../src-engine/protocol/index.ts';
import type { Wording } from '../text/say.ts';

interface NoticeAction {
  readonly label: Wording;
  readonly run: () => void;
  /** Milliseconds for which it is offered; else as long as it takes to read it and to go there. */
  readonly lasts?: number;
}

export interface Notice {
  readonly id: number;
  readonly severity: NoticeSeverity;
  readonly text: Wording;
  /** What can be done about it. */
  readonly action?: NoticeAction | undefined;
}

interface Announcement {
  readonly text: Wording;
  /** Tells two of the same words apart: each is to be read out. */
  readonly turn: number;
}

interface Manner {
  /** Whether it is read out at once. */
  readonly isUrgent: boolean;
  /** Whether it goes by itself. */
  readonly fades: boolean;
}

export const manners: Readonly<Record<NoticeSeverity, Manner>> = {
  info: { isUrgent: false, fades: true },
  warning: { isUrgent: false, fades: false },
  error: { isUrgent: true, fades: false },
};

const fadesAfter = 7_000;
/** With something to do about it. */
const fadesWithAction = 20_000;

export class Notices {
  #list = $state.raw<readonly Notice[]>([]);
  #announcement = $state.raw<Announcement>({ text: () => '', turn: 0 });
  #nextId = 1;

  get list(): readonly Notice[] {
    return this.#list;
  }

  /** The content of the polite live region. */
  get announcement(): Announcement {
    return this.#announcement;
  }

  /** @returns what `close` takes */
  show(severity: NoticeSeverity, text: Wording, action?: Notice['action']): number {
    // The same sentence twice would only fill the screen.
    this.#list = this.#list.filter((notice) => notice.text() !== text());
    const notice: Notice = { id: this.#nextId, severity, text, action };
    this.#nextId += 1;
    this.#list = [...this.#list.slice(-3), notice];
    const lasts = action ? (action.lasts ?? fadesWithAction) : fadesAfter;
    if (manners[severity].fades) setTimeout(() => this.close(notice.id), lasts);
    return notice.id;
  }

  close(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id);
  }

  /** For state changes that the eye sees anyway. */
  announce(text: Wording): void {
    this.#announcement = { text, turn: this.#announcement.turn + 1 };
  }
}
