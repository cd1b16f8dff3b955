// How often something that crashes is started again by itself.

export interface RestartPolicy {
  /** Notes a crash; true if it may be started again. */
  allowsRestart(now: number): boolean;
  /** Crashes within the window that ends now. */
  recentCrashes(now: number): number;
  /** The user has asked for a new start: begin to count again. */
  forget(): void;
}

/** At most `limit` restarts within any `window` of milliseconds. */
export function createRestartPolicy(limit: number, window: number): RestartPolicy {
  let crashes: number[] = [];
  const recent = (now: number): number[] => crashes.filter((time) => now - time < window);
  return {
    allowsRestart(now) {
      crashes = [...recent(now), now];
      return crashes.length <= limit;
    },
    recentCrashes: (now) => recent(now).length,
    forget() {
      crashes = [];
    },
  };
}
