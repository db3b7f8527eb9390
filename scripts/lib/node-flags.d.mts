export const nodeFlags: Readonly<Record<'api' | 'worker', readonly string[]>>;
export const nodeVariables: Readonly<Record<'api' | 'worker', Readonly<Record<string, string>>>>;
