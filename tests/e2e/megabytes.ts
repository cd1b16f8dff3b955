// Texts of a million characters that fields of the window have to take, each hard in a way of its own.

export const megabytes = {
  'in many lines': 'abcabcabcabcabcabcabcabc\n'.repeat(40_000),
  'in one line': 'abc'.repeat(333_333),
  'of a character that the model has never seen': 'X'.repeat(1_000_000),
  'of emoji': '😀'.repeat(1_000_000),
} as const;
