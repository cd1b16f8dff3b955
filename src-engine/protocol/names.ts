// How long a name may be: for the engine, which keeps it, and for the window, which asks for it.

/** Characters, as JavaScript counts them. */
export const maxNameLength = 200;
