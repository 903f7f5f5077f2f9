/** Ends the program: one line for the person, with the remedy. */
export class Failure extends Error {}
