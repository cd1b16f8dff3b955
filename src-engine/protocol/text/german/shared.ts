// What several parts of the window or of the engine say.

export const shared: Readonly<Record<string, string>> = {
  'today, {0}': 'heute, {0}',
};
