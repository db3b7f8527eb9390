export function onPath(...names: string[]): string | undefined;
export function hasApt(): boolean;
export function unpackPackages(dir: string, packages: readonly string[]): Promise<void>;
export function libraryPath(dir: string): string;
