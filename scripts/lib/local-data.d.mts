export function claim(dir: string, port: number): void;
export function release(dir: string): void;
export function killPrograms(dir: string): Promise<void>;
export function reset(dir: string): void;
