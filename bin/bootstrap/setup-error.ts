/** It cannot go on, for a reason that the person at the terminal can do something about; told without a stack trace. */
export class SetupError extends Error {}
