export interface ProcessRecord {
  pid: number;
  stamp: string;
  [extra: string]: unknown;
}
export function processStamp(pid: number): string | null;
export function recordProcess(file: string, pid: number, extra?: Record<string, unknown>): void;
export function recordedProcess(file: string): ProcessRecord | null;
export function sleep(ms: number): Promise<void>;
export function waitForEnd(pid: number, stamp: string, ms: number): Promise<boolean>;
export function stopRecorded(
  file: string,
  steps?: readonly (readonly [NodeJS.Signals, number])[],
): Promise<boolean>;
