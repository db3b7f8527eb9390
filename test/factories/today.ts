/** Today in UTC, `YYYY-MM-DD`. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Whether this is the day on which it was asked for, also when midnight passes meanwhile. */
export async function isToday(asked: () => Promise<string | undefined>): Promise<boolean> {
  const before = today();
  const day = await asked();
  return day === before || day === today();
}
