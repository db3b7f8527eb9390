export const nodeFlags: Readonly<Record<'api' | 'worker', readonly string[]>>;
