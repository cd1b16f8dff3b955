// What is wrong with what was typed where a number is wanted.

export const numberEntry: Readonly<Record<string, string>> = {
  '{0} to below {1}': '{0} bis unter {1}',
  'above {0}, at most {1}': 'über {0}, höchstens {1}',
  'above {0}, below {1}': 'über {0}, unter {1}',
  'A number from {0}': 'eine Zahl von {0}',
  'A whole number from {0}': 'eine ganze Zahl von {0}',
  'A number {0},': 'eine Zahl {0},',
  'A whole number {0},': 'eine ganze Zahl {0},',
  '{0} is needed here.': 'Hier ist {0} nötig.',
  '{0} is needed here, in digits.': 'Hier ist {0} nötig, in Ziffern.',
  'This may be {0} or {1}. Type the one that is meant.': 'Das kann {0} oder {1} sein. Geben Sie die gemeinte Zahl ein.',
};
