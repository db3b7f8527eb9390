/** @returns absolute path of a program that can be driven. @throws Problem saying what to do */
export function ensureChromium(): Promise<string>;
