export function isPortFree(port: number, host?: string): Promise<boolean>;
export function stablePort(dir: string): Promise<number>;
