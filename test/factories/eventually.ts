/** Asks until the answer is true. @throws Error after `seconds` */
export async function eventually(ask: () => Promise<boolean> | boolean, seconds = 15): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; !(await ask());) {
    if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${String(ask)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 40);
    });
  }
}
