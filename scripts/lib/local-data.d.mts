/** Those of `env` that the application reads. */
export function applicationVariables(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string>;
export function claim(dir: string, port: number): void;
export function release(dir: string): void;
export function killPrograms(dir: string): Promise<void>;
export function reset(dir: string): void;
export function removeAbandoned(folder: string): Promise<void>;
export function remove(dir: string): void;
