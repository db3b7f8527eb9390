/** @returns the program's bytes and the package's */
export function makeVerifier(): Promise<{ program: Buffer; pack: Buffer }>;
/** Writes both into a folder, which is made where it is not there. */
export function buildVerifier(folder?: string): Promise<void>;
