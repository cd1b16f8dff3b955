// How long what changes its place takes to get there, for those who have not asked for less motion.

/** Milliseconds. */
export const flipDuration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120;
